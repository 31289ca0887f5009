package ha.daemon.blackbox;

import ha.model.Incarnation;
import ha.model.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the black box says of the daemon before this one. Members tell it to each other as an
 * attribute of their node.
 *
 * @param life the last life that the former daemon had
 * @param lastSign when it wrote for the last time (its node's clock)
 * @param sameBoot the machine was not booted between then and now
 * @param notes its last lines without beats, oldest first
 */
public record FormerEnd(
    Incarnation life, Instant lastSign, boolean sameBoot, Instant nextBegan, List<Note> notes) {
  /** Name of the attribute. */
  public static final String ATTRIBUTE = "#former-end";

  private static final int NOTES = 8;

  public FormerEnd {
    notes = List.copyOf(notes);
  }

  /** Of everything in the box, what concerns the newest daemon in it. */
  static Optional<FormerEnd> of(List<Note> all, String boot, Instant now) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Note last = all.getLast();
    List<Note> lines = new ArrayList<>();
    for (Note note : all) {
      if (note.kind() == Note.Kind.BEGAN) {
        lines.clear();
      }
      if (note.kind() != Note.Kind.BEAT) {
        lines.add(note);
      }
    }
    int drop = Math.max(0, lines.size() - NOTES);
    return Optional.of(
        new FormerEnd(
            last.life(),
            last.at(),
            last.boot().equals(boot),
            now,
            lines.subList(drop, lines.size())));
  }

  /** The newest line of a kind. */
  public Optional<Note> newest(Note.Kind kind) {
    return notes.reversed().stream().filter(n -> n.kind() == kind).findFirst();
  }

  /** Value of the attribute. */
  public String write() {
    return Json.text(this);
  }

  /** Reads the value of the attribute; empty if it is none. */
  public static Optional<FormerEnd> read(String value) {
    try {
      return Optional.of(Json.read(value, FormerEnd.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
