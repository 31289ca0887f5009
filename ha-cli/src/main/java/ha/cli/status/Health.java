package ha.cli.status;

import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Instance;
import ha.cli.text.Line;
import ha.cli.text.Tone;
import ha.model.Role;
import java.util.Comparator;
import java.util.stream.Stream;

/** How a resource is, at one glance; the later the worse. */
enum Health {
  /** Stopped, as it should be. */
  OFF(Tone.FAINT, "○"),
  WELL(Tone.GOOD, "●"),
  /** Something is being done to it. */
  BUSY(Tone.WARNING, "◐"),
  /** Nobody can tell, or it has failed before. */
  DOUBTFUL(Tone.WARNING, "▲"),
  BAD(Tone.BAD, "✖");

  private final Tone tone;
  private final String glyph;

  Health(Tone tone, String glyph) {
    this.tone = tone;
    this.glyph = glyph;
  }

  Line mark() {
    return Line.of(tone, glyph);
  }

  static Health of(ResourceStatus resource) {
    if (!resource.blocked().isEmpty()) {
      return BAD;
    }
    Health parts =
        Stream.concat(
                resource.instances().stream().map(Health::of),
                resource.children().stream().map(Health::of))
            .max(Comparator.naturalOrder())
            .orElse(OFF);
    boolean missing =
        parts == OFF && resource.targetRole() != Role.STOPPED && resource.children().isEmpty();
    return missing ? BAD : parts;
  }

  static Health of(Instance instance) {
    if (instance.running().isPresent()) {
      return BUSY;
    }
    return switch (instance.state()) {
      case STOPPED -> OFF;
      case STARTED, UNPROMOTED, PROMOTED -> WELL;
      case UNKNOWN -> DOUBTFUL;
      case FAILED -> BAD;
    };
  }
}
