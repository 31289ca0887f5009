package ha.cli.status;

import ha.api.ResourceStatus.InFlight;
import ha.api.ResourceStatus.Instance;
import ha.cli.text.Line;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import java.time.Duration;
import java.time.Instant;

/** What an instance is and does, in words. */
final class InstanceWords {
  private final Instant now;

  InstanceWords(Instant now) {
    this.now = now;
  }

  /** {@code started on alice}, {@code starting on bob for 3 s}. */
  Line with(Instance instance, boolean wanted) {
    if (instance.node().isEmpty()) {
      return stopped(wanted);
    }
    NodeName node = instance.node().orElseThrow();
    Line state =
        instance.running().isPresent() ? doing(instance.running().orElseThrow()) : state(instance);
    String where = migrates(instance) ? " from " : " on ";
    return state.plus(Tone.FAINT, where).plus(node.value()).plus(age(instance));
  }

  /** {@code started}, {@code starting for 3 s}; for lines that already name the node. */
  Line without(Instance instance) {
    return instance.running().isPresent()
        ? doing(instance.running().orElseThrow()).plus(age(instance))
        : state(instance);
  }

  /** What is stopped, rightly or not. */
  Line stopped(boolean wanted) {
    return wanted ? Line.of(Tone.BAD, "not running") : Line.of(Tone.FAINT, "stopped");
  }

  private static Line state(Instance instance) {
    return switch (instance.state()) {
      case STOPPED -> Line.of(Tone.FAINT, "stopped");
      case STARTED -> Line.of("started");
      case UNPROMOTED -> Line.of("unpromoted");
      case PROMOTED -> Line.of(Tone.STRONG, "promoted");
      case FAILED -> Line.of(Tone.BAD, "failed");
      case UNKNOWN -> Line.of(Tone.WARNING, "unknown");
    };
  }

  private static boolean migrates(Instance instance) {
    return instance.running().flatMap(InFlight::target).isPresent();
  }

  private static Line doing(InFlight running) {
    String verb =
        switch (running.operation()) {
          case "start" -> "starting";
          case "stop" -> "stopping";
          case "promote" -> "being promoted";
          case "demote" -> "being demoted";
          case "migrate_to", "migrate_from" -> "migrating";
          case "monitor" -> "being probed";
          case "reload" -> "reloading";
          case String other -> "in " + other;
        };
    String target = running.target().map(node -> " to " + node).orElse("");
    return Line.of(Tone.WARNING, verb + target);
  }

  private Line age(Instance instance) {
    return instance
        .running()
        .map(r -> Line.of(Tone.FAINT, " for " + Times.rough(Duration.between(r.since(), now))))
        .orElse(Line.EMPTY);
  }
}
