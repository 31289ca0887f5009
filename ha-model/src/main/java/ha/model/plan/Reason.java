package ha.model.plan;

import ha.model.Score;
import ha.model.definition.SourcePosition;
import java.util.Optional;

/**
 * Why something was decided, recorded at the moment of the decision.
 *
 * @param rule short stable name of the rule that spoke, such as {@code location}, {@code
 *     colocation}, {@code stickiness}, {@code failures}, {@code standby}, {@code quorum}
 * @param text one sentence for people, naming the things involved
 * @param definition id of the definition that decided, if one did
 * @param position where that definition was written
 * @param score what it added, if it scored
 */
public record Reason(
    String rule,
    String text,
    Optional<String> definition,
    SourcePosition position,
    Optional<Score> score) {
  /** A reason without a definition behind it. */
  public static Reason of(String rule, String text) {
    return new Reason(rule, text, Optional.empty(), SourcePosition.NONE, Optional.empty());
  }
}
