package ha.cli.simulate;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of what would be done; probes of one node that wait for the same are one step.
 *
 * @param number from 1
 * @param node where it is done; empty if nowhere in particular
 * @param after numbers of the steps that must have ended, in words; empty where there are none
 * @param action the first, where it stands for several
 */
record Step(int number, String node, String what, String after, PlannedAction action) {

  /** How many actions are not shown as steps. */
  static int hidden(Plan plan, boolean everything) {
    return everything ? 0 : (int) plan.actions().stream().filter(ActionWords::isWatching).count();
  }

  /** The steps, each after all that it waits for. */
  static List<Step> of(PlanGraph graph, boolean everything) {
    int size = graph.actions().size();
    int[] numbers = new int[size]; // of the step that shows the action, 0 where none does
    int[] firsts = new int[size];
    int[] sizes = new int[size + 1];
    Map<String, Integer> probes = new HashMap<>();
    int count = 0;
    for (int i = 0; i < size; i++) {
      PlannedAction action = graph.actions().get(i);
      if (!everything && ActionWords.isWatching(action)) {
        continue;
      }
      Integer joined = null;
      if (!everything && ActionWords.isProbe(action)) {
        joined = probes.putIfAbsent(node(action) + Arrays.toString(graph.before(i)), count + 1);
      }
      numbers[i] = joined == null ? ++count : joined;
      if (joined == null) {
        firsts[count - 1] = i;
      }
      sizes[numbers[i]]++;
    }
    int[][] standsFor = standsFor(graph, numbers);
    List<Step> steps = new ArrayList<>(count);
    for (int number = 1; number <= count; number++) {
      int first = firsts[number - 1];
      PlannedAction action = graph.actions().get(first);
      String what =
          sizes[number] > 1
              ? "look what runs already (" + sizes[number] + " probes)"
              : ActionWords.what(action);
      String after = words(PlanGraph.together(graph.before(first), standsFor));
      steps.add(new Step(number, node(action), what, after, action));
    }
    return steps;
  }

  private static String node(PlannedAction action) {
    return ActionWords.node(action).map(NodeName::value).orElse("");
  }

  /** For each action the step that it is part of, or those that it waits for if it is not shown. */
  private static int[][] standsFor(PlanGraph graph, int[] numbers) {
    int[][] standsFor = new int[numbers.length][];
    for (int i = 0; i < numbers.length; i++) {
      standsFor[i] =
          numbers[i] > 0 ? new int[] {numbers[i]} : PlanGraph.together(graph.before(i), standsFor);
    }
    return standsFor;
  }

  private static String words(int[] after) {
    if (after.length == 0) {
      return "";
    }
    StringBuilder words = new StringBuilder("after ");
    for (int i = 0; i < after.length; i++) {
      words.append(i == 0 ? "" : ", ").append(after[i]);
    }
    return words.toString();
  }
}
