package ha.policy.graph;

import ha.model.definition.SourcePosition;
import java.util.List;

/**
 * {@code first} ends before {@code then} begins, if both are done; and what more follows.
 *
 * @param effects in the order in which they are applied
 */
public record Edge(
    Action first, Action then, List<Effect> effects, String definition, SourcePosition position) {

  /** How one action's fate decides the other's. */
  public enum Effect {
    /** If the first is required, so is the second. */
    THEN_TOO,
    /** If the second is required, so is the first. */
    FIRST_TOO,
    /** If the second happens, the first is no part of a migration. */
    FIRST_NOT_LIVE,
    /** The second is impossible while the first is impossible. */
    NEEDS_FIRST,
    /** Of several such firsts, {@link Action#requiredRunnable} must be possible. */
    NEEDS_SOME,
    /** The second is impossible while the first is required and impossible. */
    NEEDS_FIRST_DONE,
    /** Stop before start of one resource: a start that is required or impossible needs the stop. */
    RESTART,
    /** If the second is required while its resource is promoted, so is the first. */
    PROMOTED_FIRST_TOO,
    /** The first need not end before the second begins. */
    UNORDERED,
    /** The second is impossible while the first is, unless its aim is reached already. */
    NEEDS_FIRST_ONCE,
    /** Where waits would go round in a circle, this one is waived. */
    GIVES_WAY
  }

  /** Whether the plan keeps the order, if both are done. */
  public boolean binds() {
    return first.planned() && then.planned() && !has(Effect.UNORDERED);
  }

  /** Whether the effect follows. */
  public boolean has(Effect effect) {
    return effects.contains(effect);
  }
}
