package ha.cli.text;

import java.util.ArrayList;
import java.util.List;

/** Lines that go to a terminal of some width, put together from the top. */
public final class Page {
  private static final int USUAL_LENGTH = 64;

  private final Style style;
  private final int width;
  private final List<Line> lines = new ArrayList<>();

  /** An empty page. */
  public Page(Style style, int width) {
    this.style = style;
    this.width = width;
  }

  public int width() {
    return width;
  }

  /** Adds an empty line unless the page is empty or ends with one. */
  public Page gap() {
    if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
      lines.add(Line.EMPTY);
    }
    return this;
  }

  /** Adds a line, broken between words where it is too long. */
  public Page add(Line line) {
    return add("", "", line);
  }

  /** Adds plain text, broken between words where it is too long. */
  public Page add(String text) {
    return add(Line.of(text));
  }

  /** Adds a line that begins with {@code first}, the broken-off rest with {@code rest}. */
  public Page add(String first, String rest, Line line) {
    return add(Line.of(first), Line.of(rest), line);
  }

  /** Adds a line that begins with {@code first}, the broken-off rest with {@code rest}. */
  public Page add(Line first, Line rest, Line line) {
    Line start = first;
    for (Line part : line.wrapped(width - Math.max(first.width(), rest.width()))) {
      lines.add(start.plus(part));
      start = rest;
    }
    return this;
  }

  /** Adds text as it is: broken into lines at its own line ends, never elsewhere. */
  public Page verbatim(String text) {
    text.lines().map(Line::of).forEach(lines::add);
    return this;
  }

  /** Adds a line as it is. */
  public Page exactly(Line line) {
    lines.add(line);
    return this;
  }

  /** Adds a section's heading after a gap. */
  public Page heading(String text) {
    return gap().add(Line.of(Tone.STRONG, text));
  }

  /** The page as text, each line ended. */
  public String text() {
    StringBuilder text = new StringBuilder(lines.size() * USUAL_LENGTH);
    for (Line line : lines) {
      style.show(line, text);
      text.append('\n');
    }
    return text.toString();
  }

  /** The lines as they are shown. */
  public List<String> shown() {
    return lines.stream().map(style::show).toList();
  }
}
