package ha.cli.simulate;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One line of what would be done; probes of one node that wait for the same are one step.
 *
 * @param number from 1
 * @param action the first, where it stands for several
 * @param after numbers of the steps that must have ended
 */
record Step(int number, String node, String what, SortedSet<Integer> after, PlannedAction action) {

  /** How many actions are not shown as steps. */
  static int hidden(Plan plan, boolean everything) {
    return everything ? 0 : (int) plan.actions().stream().filter(ActionWords::isWatching).count();
  }

  /** The steps, each after all that it waits for. */
  static List<Step> of(PlanGraph graph, boolean everything) {
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < graph.actions().size(); i++) {
      PlannedAction action = graph.actions().get(i);
      if (!everything && ActionWords.isWatching(action)) {
        continue;
      }
      boolean joins = !everything && ActionWords.isProbe(action);
      String node = ActionWords.node(action).map(NodeName::value).orElse("");
      String key = joins ? "probes " + node + " " + graph.before(i) : "action " + i;
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
    }
    List<SortedSet<Integer>> standsFor = standsFor(graph, groups);
    List<Step> steps = new ArrayList<>();
    for (List<Integer> group : groups.values()) {
      int number = steps.size() + 1;
      int first = group.getFirst();
      PlannedAction action = graph.actions().get(first);
      SortedSet<Integer> after = new TreeSet<>();
      graph.before(first).stream().forEach(b -> after.addAll(standsFor.get(b)));
      String what =
          group.size() > 1
              ? "look what runs already (" + group.size() + " probes)"
              : ActionWords.what(action);
      String node = ActionWords.node(action).map(NodeName::value).orElse("");
      steps.add(new Step(number, node, what, after, action));
    }
    return steps;
  }

  /** For each action the step that it is part of, or those that it waits for if it is not shown. */
  private static List<SortedSet<Integer>> standsFor(
      PlanGraph graph, Map<String, List<Integer>> groups) {
    int[] numbers = new int[graph.actions().size()];
    int number = 0;
    for (List<Integer> group : groups.values()) {
      number++;
      for (int index : group) {
        numbers[index] = number;
      }
    }
    List<SortedSet<Integer>> standsFor = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      SortedSet<Integer> steps = new TreeSet<>();
      if (numbers[i] > 0) {
        steps.add(numbers[i]);
      } else {
        graph.before(i).stream().forEach(b -> steps.addAll(standsFor.get(b)));
      }
      standsFor.add(steps);
    }
    return standsFor;
  }
}
