package ha.cli.simulate;

import ha.model.NodeName;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A plan in the language of Graphviz: a box for each action, one frame for each node. */
final class DotText {
  private final StringBuilder out = new StringBuilder();
  private final PlanGraph graph;

  private DotText(PlanGraph graph) {
    this.graph = graph;
  }

  static String of(Situation.Decided situation) {
    DotText text = new DotText(PlanGraph.of(situation.plan()));
    text.write(situation.name());
    return text.out.toString();
  }

  private void write(String name) {
    out.append("digraph ").append(quoted(name)).append(" {\n");
    out.append("  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    SortedMap<NodeName, List<Integer>> byNode = new TreeMap<>();
    for (int i = 0; i < graph.actions().size(); i++) {
      int index = i;
      ActionWords.node(graph.actions().get(i))
          .ifPresent(node -> byNode.computeIfAbsent(node, n -> new ArrayList<>()).add(index));
    }
    graph
        .circles()
        .forEach(
            a -> out.append("  // waits in a circle: ").append(ActionWords.what(a)).append("\n"));
    byNode.forEach(this::frame);
    for (int i = 0; i < graph.actions().size(); i++) {
      for (int before : graph.before(i)) {
        out.append("  a").append(before).append(" -> a").append(i).append(";\n");
      }
    }
    out.append("}\n");
  }

  private void frame(NodeName node, List<Integer> actions) {
    out.append("  subgraph ").append(quoted("cluster_" + node)).append(" {\n");
    out.append("    label=").append(quoted(node.value())).append(";\n");
    for (int index : actions) {
      PlannedAction action = graph.actions().get(index);
      out.append("    a")
          .append(index)
          .append(" [label=")
          .append(quoted(ActionWords.what(action)))
          .append(", tooltip=")
          .append(quoted(action.reason().text()))
          .append(action instanceof PlannedAction.Fence ? ", color=red" : "")
          .append("];\n");
    }
    out.append("  }\n");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
