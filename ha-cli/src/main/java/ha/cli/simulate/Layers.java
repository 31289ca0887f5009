package ha.cli.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where the boxes of a graph are drawn: in columns by depth, in each so that few lines cross. A
 * line over several columns has a place in each of them (Sugiyama, Tagawa and Toda, 1981).
 */
final class Layers {
  private static final int SWEEPS = 8;

  private final PlanGraph graph;
  private final List<List<Integer>> columns = new ArrayList<>();
  private final List<List<Integer>> left = new ArrayList<>();
  private final List<List<Integer>> right = new ArrayList<>();
  private final List<List<Integer>> paths = new ArrayList<>();
  private final List<Integer> columnOf = new ArrayList<>();
  private int[] row = new int[0];

  /** Of a plan's graph. */
  Layers(PlanGraph graph) {
    this.graph = graph;
    place();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean forward = sweep % 2 == 0;
      for (int i = 1; i < columns.size(); i++) {
        List<Integer> column = columns.get(forward ? i : columns.size() - 1 - i);
        order(column, forward ? left : right);
      }
    }
  }

  /** Number of columns. */
  int columns() {
    return columns.size();
  }

  /** Most places in one column. */
  int rows() {
    return columns.stream().mapToInt(List::size).max().orElse(0);
  }

  /** Column of an action or of a place of a line. */
  int column(int place) {
    return columnOf.get(place);
  }

  /** Row of an action or of a place of a line, in a column that is centred. */
  double row(int place) {
    int size = columns.get(column(place)).size();
    return row[place] + (rows() - size) / 2.0;
  }

  /** For each line the places it passes, beginning and ending with actions. */
  List<List<Integer>> paths() {
    return paths;
  }

  private void place() {
    int actions = graph.actions().size();
    for (int i = 0; i < actions; i++) {
      add(graph.depth(i), i);
    }
    int next = actions;
    for (int i = 0; i < actions; i++) {
      for (int b : graph.before(i)) {
        List<Integer> path = new ArrayList<>(List.of(b));
        for (int column = graph.depth(b) + 1; column < graph.depth(i); column++) {
          add(column, next);
          join(path.getLast(), next);
          path.add(next++);
        }
        join(path.getLast(), i);
        path.add(i);
        paths.add(path);
      }
    }
    row = new int[next];
    columns.forEach(this::number);
  }

  private void add(int column, int place) {
    while (columns.size() <= column) {
      columns.add(new ArrayList<>());
    }
    columns.get(column).add(place);
    columnOf.add(column);
    while (left.size() <= place) {
      left.add(new ArrayList<>());
      right.add(new ArrayList<>());
    }
  }

  private void join(int from, int to) {
    right.get(from).add(to);
    left.get(to).add(from);
  }

  private void number(List<Integer> column) {
    for (int i = 0; i < column.size(); i++) {
      row[column.get(i)] = i;
    }
  }

  /** Each place at the middle of what it is joined to. */
  private void order(List<Integer> column, List<List<Integer>> joined) {
    double[] middle = new double[row.length];
    for (int place : column) {
      middle[place] =
          joined.get(place).stream().mapToInt(other -> row[other]).average().orElse(row[place]);
    }
    column.sort(Comparator.comparingDouble((Integer place) -> middle[place]));
    number(column);
  }
}
