package ha.cli.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns that are as wide as they need to be. Where the page is too narrow, the last is broken
 * between words or, with little room, put below the others; if that is not enough, the columns that
 * are worth least go.
 */
public final class Table {
  private static final int BETWEEN = 2;
  private static final int LITTLE = 32;
  private static final int DEEPER = 4;

  private final List<Integer> worth;
  private final List<Row> rows = new ArrayList<>();
  private final Map<Integer, Line.Span> pads = new HashMap<>();

  /** The widest cell of each column so far. */
  private final int[] widths;

  /** Cells and how wide they are. */
  private static final class Row {
    private final Line[] cells;
    private final int[] widths;

    Row(Line[] cells, int[] widths) {
      this.cells = cells;
      this.widths = widths;
    }
  }

  /**
   * An empty table.
   *
   * @param worth of each column; 0 goes first, {@link Integer#MAX_VALUE} never
   */
  public Table(Integer... worth) {
    this.worth = List.of(worth);
    this.widths = new int[worth.length];
  }

  /** Adds a row; cells that are missing at its end are empty. */
  public Table row(Line... cells) {
    Line[] row = Arrays.copyOf(cells, widths.length);
    int[] width = new int[widths.length];
    for (int column = 0; column < widths.length; column++) {
      row[column] = column < cells.length ? cells[column] : Line.EMPTY;
      width[column] = row[column].width();
      widths[column] = Math.max(widths[column], width[column]);
    }
    rows.add(new Row(row, width));
    return this;
  }

  /** Puts the rows on {@code page}, {@code indent} columns from the left. */
  public void onto(Page page, int indent) {
    List<Integer> kept = fit(page.width() - indent);
    if (kept.isEmpty()) {
      return;
    }
    List<Integer> fixed = kept.subList(0, kept.size() - 1);
    int last = kept.getLast();
    int before = fixed.stream().mapToInt(c -> widths[c] + BETWEEN).sum();
    boolean below = page.width() - indent - before < Math.min(LITTLE, widths[last]);
    for (Row row : rows) {
      List<Line.Span> spans = new ArrayList<>();
      pad(spans, indent);
      for (int column : fixed) {
        spans.addAll(row.cells[column].spans());
        pad(spans, widths[column] + BETWEEN - row.widths[column]);
      }
      if (below && !fixed.isEmpty()) {
        page.exactly(new Line(spans));
        under(page, indent + DEEPER, row.cells[last]);
      } else if (indent + before + row.widths[last] <= page.width()) {
        spans.addAll(row.cells[last].spans());
        page.exactly(new Line(spans));
      } else {
        page.add(new Line(spans), Line.of(" ".repeat(indent + before)), row.cells[last]);
      }
    }
  }

  private void pad(List<Line.Span> spans, int width) {
    if (width > 0) {
      spans.add(pads.computeIfAbsent(width, w -> new Line.Span(Tone.PLAIN, " ".repeat(w))));
    }
  }

  private static void under(Page page, int indent, Line cell) {
    if (!cell.isEmpty()) {
      String start = " ".repeat(indent);
      page.add(start, start, cell);
    }
  }

  private List<Integer> fit(int available) {
    List<Integer> kept = new ArrayList<>();
    for (int column = 0; column < worth.size(); column++) {
      if (widths[column] > 0) {
        kept.add(column);
      }
    }
    while (kept.size() > 1 && needed(kept) > available) {
      int least =
          kept.stream().min((a, b) -> Integer.compare(worth.get(a), worth.get(b))).orElseThrow();
      if (worth.get(least) == Integer.MAX_VALUE) {
        break;
      }
      kept.removeIf(column -> column == least);
    }
    return kept;
  }

  /** Columns that the page must have; a last column that never goes can be put below. */
  private int needed(List<Integer> columns) {
    int all = columns.stream().mapToInt(c -> widths[c] + BETWEEN).sum() - BETWEEN;
    int last = columns.getLast();
    return worth.get(last) == Integer.MAX_VALUE ? all - widths[last] - BETWEEN : all;
  }
}
