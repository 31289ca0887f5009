package ha.cli.text;

import java.util.ArrayList;
import java.util.List;

/** One line of toned text, free of control characters. Immutable. */
public record Line(List<Span> spans) {
  public static final Line EMPTY = new Line(List.of());

  /** A space at which no line is broken; printed as a space. */
  static final char UNBROKEN = '\u00A0';

  public Line {
    spans = List.copyOf(spans);
  }

  /** A run of one tone. */
  public record Span(Tone tone, String text) {
    public Span {
      text = Plain.of(text);
    }

    int width() {
      return Plain.width(text);
    }
  }

  /** Text of no special meaning. */
  public static Line of(String text) {
    return EMPTY.plus(text);
  }

  /** Text of one tone. */
  public static Line of(Tone tone, String text) {
    return EMPTY.plus(tone, text);
  }

  /** This line with more text. */
  public Line plus(String text) {
    return plus(Tone.PLAIN, text);
  }

  /** This line with more text. */
  public Line plus(Tone tone, String text) {
    if (text.isEmpty()) {
      return this;
    }
    Line more = new Line(List.of(new Span(tone, text)));
    return isEmpty() ? more : plus(more);
  }

  /** Both lines as one. */
  public Line plus(Line other) {
    List<Span> all = new ArrayList<>(spans);
    for (Span span : other.spans) {
      if (!all.isEmpty() && all.getLast().tone() == span.tone()) {
        all.add(new Span(span.tone(), all.removeLast().text() + span.text()));
      } else {
        all.add(span);
      }
    }
    return new Line(all);
  }

  /** This line, never broken at its spaces. */
  public Line unbroken() {
    Line all = EMPTY;
    for (Span span : spans) {
      all = all.plus(span.tone(), span.text().replace(' ', UNBROKEN));
    }
    return all;
  }

  /** Columns it takes. */
  public int width() {
    int width = 0;
    for (Span span : spans) {
      width += span.width();
    }
    return width;
  }

  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /** All of {@code lines} that are not empty, with {@code separator} between them. */
  public static Line join(String separator, List<Line> lines) {
    Line all = EMPTY;
    for (Line line : lines) {
      if (!line.isEmpty()) {
        all = all.isEmpty() ? line : all.plus(Tone.FAINT, separator).plus(line);
      }
    }
    return all;
  }

  /** Lines of at most {@code width} columns, broken between words where there are any. */
  List<Line> wrapped(int width) {
    int limit = Math.max(10, width);
    if (width() <= limit) {
      return List.of(this);
    }
    Wrapping wrapping = new Wrapping(limit);
    spans.forEach(wrapping::take);
    return wrapping.finish();
  }

  /** Breaks between words; a word longer than a line is cut. */
  private static final class Wrapping {
    private final int limit;
    private final List<Line> done = new ArrayList<>();
    private Line current = EMPTY;
    private Line word = EMPTY;

    Wrapping(int limit) {
      this.limit = limit;
    }

    void take(Span span) {
      StringBuilder run = new StringBuilder();
      for (int c : span.text().codePoints().toArray()) {
        if (c == ' ') {
          word = word.plus(span.tone(), run.toString());
          run.setLength(0);
          endWord();
          current = current.width() < limit ? current.plus(span.tone(), " ") : current;
        } else {
          run.appendCodePoint(c);
          if (word.width() + Plain.width(run.toString()) >= limit) {
            word = word.plus(span.tone(), run.toString());
            run.setLength(0);
            endWord();
          }
        }
      }
      word = word.plus(span.tone(), run.toString());
    }

    private void endWord() {
      if (word.isEmpty()) {
        return;
      }
      if (current.width() + word.width() > limit) {
        done.add(current);
        current = EMPTY;
      }
      current = current.plus(word);
      word = EMPTY;
    }

    List<Line> finish() {
      endWord();
      done.add(current);
      return done;
    }
  }
}
