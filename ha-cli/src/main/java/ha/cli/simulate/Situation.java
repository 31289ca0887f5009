package ha.cli.simulate;

import ha.model.definition.Definitions;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;

/** What a file came to. */
sealed interface Situation {
  /** What the situation is called: the file's name without its ending. */
  String name();

  /**
   * A plan was made.
   *
   * @param notes about the file, worth a look
   */
  record Decided(
      String name,
      Definitions definitions,
      Snapshot snapshot,
      Instant now,
      Plan plan,
      List<String> notes)
      implements Situation {
    public Decided {
      notes = List.copyOf(notes);
    }
  }

  /** The file could not be read, or does not fit what is imagined. */
  record Unreadable(String name, String error) implements Situation {}
}
