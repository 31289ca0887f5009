package ha.policy.pacemaker;

import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects notes; the same one at the same place is kept once. */
final class Notes {
  private static final Comparator<Note> ORDER =
      Comparator.comparing(Note::kind)
          .thenComparing(note -> note.position().file())
          .thenComparingInt(note -> note.position().line())
          .thenComparingInt(note -> note.position().column());

  private final Set<Note> all = new LinkedHashSet<>();

  void toDo(SourcePosition position, String text, String advice) {
    all.add(new Note(Note.Kind.TO_DO, position, text, advice));
  }

  void leftOut(SourcePosition position, String text, String advice) {
    all.add(new Note(Note.Kind.LEFT_OUT, position, text, advice));
  }

  void changed(SourcePosition position, String text, String advice) {
    all.add(new Note(Note.Kind.CHANGED, position, text, advice));
  }

  /** By kind, then by place. */
  List<Note> sorted() {
    List<Note> sorted = new ArrayList<>(all);
    sorted.sort(ORDER);
    return sorted;
  }
}
