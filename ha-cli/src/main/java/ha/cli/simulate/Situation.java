package ha.cli.simulate;

import ha.cli.situation.Facts;
import ha.model.plan.Plan;

/** What a file came to. */
sealed interface Situation {
  /** What the situation is called. */
  String name();

  /** A plan was made. */
  record Decided(Facts facts, Plan plan) implements Situation {
    @Override
    public String name() {
      return facts.name();
    }
  }

  /** The file could not be read, or does not fit what is imagined. */
  record Unreadable(String name, String error) implements Situation {}
}
