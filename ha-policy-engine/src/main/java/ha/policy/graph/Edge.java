package ha.policy.graph;

import ha.model.definition.SourcePosition;

/** {@code first} ends before {@code then} begins, if both are done; and what more follows. */
public final class Edge {
  private final Action first;
  private final Action then;
  private final Effect[] effects;

  /** The effects as bits: nothing is asked for as often. */
  private final int bits;

  private final String definition;
  private final SourcePosition position;

  Edge(Action first, Action then, Effect[] effects, String definition, SourcePosition position) {
    this.first = first;
    this.then = then;
    this.effects = effects;
    this.definition = definition;
    this.position = position;
    int all = 0;
    for (Effect effect : effects) {
      all |= effect.bit;
    }
    this.bits = all;
  }

  /** How one action's fate decides the other's. */
  public enum Effect {
    /** If the first is required, so is the second. */
    THEN_TOO(1 << 0),
    /** If the second is required, so is the first. */
    FIRST_TOO(1 << 1),
    /** If the second happens, the first is no part of a migration. */
    FIRST_NOT_LIVE(1 << 2),
    /** The second is impossible while the first is impossible. */
    NEEDS_FIRST(1 << 3),
    /** Of several such firsts, {@link Action#requiredRunnable} must be possible. */
    NEEDS_SOME(1 << 4),
    /** The second is impossible while the first is required and impossible. */
    NEEDS_FIRST_DONE(1 << 5),
    /** Stop before start of one resource: a start that is required or impossible needs the stop. */
    RESTART(1 << 6),
    /** If the second is required while its resource is promoted, so is the first. */
    PROMOTED_FIRST_TOO(1 << 7),
    /** The first need not end before the second begins. */
    UNORDERED(1 << 8),
    /** The second is impossible while the first is, unless its aim is reached already. */
    NEEDS_FIRST_ONCE(1 << 9),
    /** Where waits would go round in a circle, this one is waived. */
    GIVES_WAY(1 << 10);

    private final int bit;

    Effect(int bit) {
      this.bit = bit;
    }
  }

  public Action first() {
    return first;
  }

  public Action then() {
    return then;
  }

  /** How many effects follow. */
  int effects() {
    return effects.length;
  }

  /** The effect that is applied as the one with this number, from 0. */
  Effect effect(int number) {
    return effects[number];
  }

  /** The id of the definition that says so; empty where none does. */
  public String definition() {
    return definition;
  }

  public SourcePosition position() {
    return position;
  }

  /** Whether the plan keeps the order, if both are done. */
  public boolean binds() {
    return first.planned() && then.planned() && !has(Effect.UNORDERED);
  }

  /** Whether the effect follows. */
  public boolean has(Effect effect) {
    return (bits & effect.bit) != 0;
  }
}
