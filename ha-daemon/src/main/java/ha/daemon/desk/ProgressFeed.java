package ha.daemon.desk;

import ha.api.ProgressPage;
import ha.api.ProgressPage.ProgressEvent;
import ha.model.Term;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What happened lately, for those who watch; a cursor is {@code TERM.NUMBER}, or {@code
 * TERM.NUMBERs} when all was settled.
 */
public final class ProgressFeed {
  private static final int KEPT = 1000;

  private final Deque<ProgressEvent> events = new ArrayDeque<>();
  private Term term = Term.NONE;
  private long newest;
  private boolean settled;

  /** Another term: cursors of the old one see a gap. */
  public void termBegan(Term began) {
    term = began;
  }

  public void add(ProgressEvent event) {
    newest++;
    events.add(event);
    if (events.size() > KEPT) {
      events.remove();
    }
  }

  /** Whether anything is left to do; a change of it is news. */
  public void settled(boolean now) {
    settled = now;
  }

  /** Where the feed is now: also tells whether everything was settled then. */
  public String cursor() {
    return term + "." + newest + (settled ? "s" : "");
  }

  /** All that is still known, the oldest first. */
  List<ProgressEvent> all() {
    return List.copyOf(events);
  }

  /** Whether there is anything after {@code cursor}. */
  public boolean hasNews(Optional<String> cursor) {
    return cursor.isPresent() && !cursor.get().equals(cursor());
  }

  /** What came after {@code cursor}; without one, nothing yet. */
  public ProgressPage after(Optional<String> cursor, boolean settled) {
    if (cursor.isEmpty()) {
      return new ProgressPage(cursor(), false, settled, List.of());
    }
    long seen = number(cursor.get());
    long oldest = newest - events.size();
    boolean gap = seen < oldest || seen > newest || !cursor.get().startsWith(term + ".");
    long from = gap && seen > newest ? oldest : Math.max(seen, oldest);
    List<ProgressEvent> page = events.stream().skip(from - oldest).toList();
    return new ProgressPage(cursor(), gap, settled, page);
  }

  private static long number(String cursor) {
    String digits = cursor.substring(cursor.indexOf('.') + 1).replace("s", "");
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }
}
