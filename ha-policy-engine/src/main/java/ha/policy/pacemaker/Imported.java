package ha.policy.pacemaker;

import ha.model.definition.Definitions;
import java.util.List;

/** Definitions that a file of ours can hold, and what there is to say about how they came about. */
public record Imported(Definitions definitions, List<Note> notes) {
  public Imported {
    notes = List.copyOf(notes);
  }
}
