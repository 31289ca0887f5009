package ha.cli.simulate;

import ha.model.NodeName;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A plan as a drawing: time from left to right, a colour for each node, reasons as tooltips. */
final class SvgDrawing {
  private static final int LARGEST = 600;
  private static final int BOX = 26;
  private static final int STEP = 38;
  private static final int GAP = 60;
  private static final int MARGIN = 16;
  private static final int TOP = 56;
  private static final double LETTER = 6.6;

  /** Hues that are told apart also by those who see red and green alike. */
  private static final List<String> COLOURS =
      List.of(
          "#d6e6f5", "#fde3c8", "#d9efdc", "#ecdcf0", "#fff4c2", "#dfe3ea", "#f6d9de", "#d2efee");

  private final Situation.Decided situation;
  private final PlanGraph graph;
  private final Layers layers;
  private final List<NodeName> nodes;
  private final double[] left;
  private final double[] width;
  private final StringBuilder out = new StringBuilder();

  private SvgDrawing(Situation.Decided situation, PlanGraph graph) {
    this.situation = situation;
    this.graph = graph;
    this.layers = new Layers(graph);
    TreeSet<NodeName> names = new TreeSet<>();
    graph.actions().forEach(action -> ActionWords.node(action).ifPresent(names::add));
    this.nodes = List.copyOf(names);
    this.width = new double[Math.max(1, layers.columns())];
    for (int i = 0; i < graph.actions().size(); i++) {
      int column = layers.column(i);
      width[column] = Math.max(width[column], label(i).length() * LETTER + 20);
    }
    this.left = new double[width.length];
    double x = MARGIN;
    for (int c = 0; c < width.length; c++) {
      left[c] = x;
      x += width[c] + GAP;
    }
  }

  /** The drawing, or a sentence in one where it would be too large to be looked at. */
  static String of(Situation.Decided situation) {
    PlanGraph graph = PlanGraph.of(situation.plan());
    if (graph.actions().size() > LARGEST) {
      return sentence(
          graph.actions().size()
              + " actions are too many for a drawing; take --format text or dot");
    }
    SvgDrawing drawing = new SvgDrawing(situation, graph);
    drawing.draw();
    return drawing.out.toString();
  }

  private static String sentence(String text) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"40\">"
        + "<text x=\"16\" y=\"25\" font-family=\"sans-serif\" font-size=\"13\">"
        + escaped(text)
        + "</text></svg>\n";
  }

  private void draw() {
    double legend = nodes.stream().mapToDouble(n -> n.value().length() * LETTER + 34).sum();
    double right = left[left.length - 1] + width[width.length - 1];
    double wide = Math.max(right, Math.max(legend, 320)) + MARGIN;
    double high = TOP + Math.max(1, layers.rows()) * STEP + MARGIN;
    line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\""
            + " viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" font-size=\"12\">",
        wide,
        high,
        wide,
        high);
    line("<title>{}</title>", escaped(situation.name()));
    line("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    line(
        "<text x=\"{}\" y=\"20\" font-weight=\"bold\">{}{}</text>",
        MARGIN,
        escaped(situation.name()),
        graph.actions().isEmpty() ? ": nothing would be done" : "");
    legend();
    layers.paths().forEach(this::path);
    for (int i = 0; i < graph.actions().size(); i++) {
      box(i);
    }
    line("</svg>");
  }

  private void legend() {
    double x = MARGIN;
    for (NodeName node : nodes) {
      line(
          "<rect x=\"{}\" y=\"30\" width=\"12\" height=\"12\" rx=\"3\" fill=\"{}\""
              + " stroke=\"#777\"/><text x=\"{}\" y=\"40\">{}</text>",
          x,
          colour(node),
          x + 17,
          escaped(node.value()));
      x += node.value().length() * LETTER + 34;
    }
  }

  private String colour(NodeName node) {
    return COLOURS.get(nodes.indexOf(node) % COLOURS.size());
  }

  private double middle(int place) {
    return TOP + layers.row(place) * STEP + BOX / 2.0;
  }

  private double boxWidth(int index) {
    return label(index).length() * LETTER + 20;
  }

  private String label(int index) {
    return ActionWords.what(graph.actions().get(index));
  }

  private void box(int index) {
    PlannedAction action = graph.actions().get(index);
    double x = left[layers.column(index)];
    double y = middle(index) - BOX / 2.0;
    String fill = ActionWords.node(action).map(this::colour).orElse("#ffffff");
    boolean fence = action instanceof PlannedAction.Fence;
    String node = ActionWords.node(action).map(n -> " on " + n).orElse("");
    line(
        "<g><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\""
            + " fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>"
            + "<text x=\"{}\" y=\"{}\">{}</text></g>",
        escaped(label(index) + node + ": " + action.reason().text()),
        x,
        y,
        boxWidth(index),
        BOX,
        fill,
        fence ? "#c0392b" : "#777777",
        fence ? "2" : "1",
        x + 10,
        y + 17,
        escaped(label(index)));
  }

  /** A curve from box to box, level where it passes a column. */
  private void path(List<Integer> places) {
    List<double[]> points = new ArrayList<>();
    int first = places.getFirst();
    points.add(new double[] {left[layers.column(first)] + boxWidth(first), middle(first)});
    for (int place : places.subList(1, places.size() - 1)) {
      int column = layers.column(place);
      points.add(new double[] {left[column], middle(place)});
      points.add(new double[] {left[column] + width[column], middle(place)});
    }
    int last = places.getLast();
    points.add(new double[] {left[layers.column(last)], middle(last)});
    StringBuilder curve = new StringBuilder();
    curve.append(filled("M{} {}", points.getFirst()[0], points.getFirst()[1]));
    for (int i = 1; i < points.size(); i++) {
      double[] from = points.get(i - 1);
      double[] to = points.get(i);
      double half = (from[0] + to[0]) / 2;
      curve.append(filled(" C{} {} {} {} {} {}", half, from[1], half, to[1], to[0], to[1]));
    }
    line("<path d=\"{}\" fill=\"none\" stroke=\"#888888\" stroke-width=\"1.2\"/>", curve);
    double[] end = points.getLast();
    line("<path d=\"M{} {} l-6 -3.5 v7 z\" fill=\"#888888\"/>", end[0], end[1]);
  }

  private void line(String pattern, Object... values) {
    out.append(filled(pattern, values)).append('\n');
  }

  /** The pattern with a value at each {@code {}}; numbers to a tenth. */
  private static String filled(String pattern, Object... values) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (Object value : values) {
      int hole = pattern.indexOf("{}", from);
      text.append(pattern, from, hole);
      text.append(value instanceof Double number ? Math.round(number * 10) / 10.0 : value);
      from = hole + 2;
    }
    return text.append(pattern.substring(from)).toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
