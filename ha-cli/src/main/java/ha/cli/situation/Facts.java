package ha.cli.situation;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterSituation;
import ha.cli.CommandFailure;
import ha.cli.text.Nearest;
import ha.model.definition.Definitions;
import ha.model.snapshot.Snapshot;
import ha.policy.whatif.Injection;
import ha.policy.whatif.Unknown;
import ha.policy.whatif.WhatIf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a decision can be made from.
 *
 * @param name what the situation is called: a file's name without its ending, or the cluster's
 * @param at moment as of which to decide (UTC)
 * @param revision of the definitions; 0 where there are no revisions
 * @param notes about the file, worth a look
 */
public record Facts(
    String name,
    Definitions definitions,
    Snapshot snapshot,
    Instant at,
    long revision,
    List<String> notes) {
  public Facts {
    notes = List.copyOf(notes);
  }

  /** As the daemon has them. */
  static Facts of(String name, ClusterSituation situation, Optional<Instant> date) {
    return new Facts(
        name,
        situation.definitions(),
        situation.snapshot(),
        date.orElse(situation.at()),
        situation.revision(),
        List.of());
  }

  /** As the daemon would give them. */
  public ClusterSituation situation() {
    return new ClusterSituation(at, revision, definitions, snapshot);
  }

  /**
   * With something imagined.
   *
   * @throws CommandFailure if that speaks of something that is not there
   */
  public Facts with(List<Injection> injections) {
    WhatIf.Outcome imagined = WhatIf.apply(definitions, snapshot, at, injections);
    if (!imagined.unknown().isEmpty()) {
      Unknown unknown = imagined.unknown().getFirst();
      throw new CommandFailure(
          new ApiError(Kind.NOT_FOUND, sentence(unknown), name, "", "correct the name"));
    }
    return new Facts(name, definitions, imagined.snapshot(), at, revision, notes);
  }

  private static String sentence(Unknown unknown) {
    Optional<String> nearest = Nearest.to(unknown.name(), unknown.known());
    String hint =
        unknown.known().isEmpty()
            ? "none is defined"
            : nearest
                .map(near -> "perhaps " + near)
                .orElse("expected one of " + String.join(", ", unknown.known()));
    return "there is no " + unknown.kind() + " '" + unknown.name() + "'; " + hint;
  }
}
