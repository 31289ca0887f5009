package ha.policy.why;

import ha.model.NodeName;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Decision;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** What has to have happened before a decision can be carried out. */
final class Waits {
  private static final int MOST = 4;

  private final Known known;
  private final List<List<Integer>> before = new ArrayList<>();

  Waits(Known known) {
    this.known = known;
    known.plan.actions().forEach(a -> before.add(new ArrayList<>()));
    known.plan.orders().forEach(o -> before.get(o.after()).add(o.before()));
  }

  /** Empty where nothing is to be done, or nothing is waited for. */
  Optional<Cause> of(Decision decision) {
    OptionalInt action = action(decision);
    if (action.isEmpty()) {
      return Optional.empty();
    }
    List<String> words = words(nearest(action.getAsInt()));
    if (words.isEmpty()) {
      return Optional.empty();
    }
    int more = words.size() - MOST;
    String text =
        String.join(", ", words.subList(0, Math.min(MOST, words.size())))
            + (more > 0 ? " and " + more + " more" : "");
    return Optional.of(
        new Cause(
            "first " + text,
            SourcePosition.NONE,
            List.of(Remedy.wait("it goes on by itself; hactl status -w shows how far it is"))));
  }

  /** The last thing that the decision amounts to. */
  private OptionalInt action(Decision decision) {
    List<String> names =
        switch (decision.kind()) {
          case START, RESTART, RECOVER, MOVE -> List.of("start");
          case MIGRATE -> List.of("migrate_to");
          case STOP -> List.of("stop");
          case PROMOTE, RE_PROMOTE -> List.of("start", "promote");
          case DEMOTE -> List.of("demote");
          case RELOAD, STAY, REMAIN_STOPPED -> List.of();
        };
    for (String name : names) {
      for (int i = 0; i < before.size(); i++) {
        if (known.plan.actions().get(i) instanceof Operation op
            && op.operation().equals(name)
            && op.base().equals(decision.base())
            && (decision.to().isEmpty()
                || name.equals("migrate_to")
                || decision.to().get().equals(op.node()))) {
          return OptionalInt.of(i);
        }
      }
    }
    return OptionalInt.empty();
  }

  /** What must have ended before, points that nothing happens at left out; fences however far. */
  private List<PlannedAction> nearest(int action) {
    Set<Integer> found = new LinkedHashSet<>();
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(before.get(action));
    while (!open.isEmpty()) {
      int next = open.remove();
      if (seen.get(next)) {
        continue;
      }
      seen.set(next);
      switch (known.plan.actions().get(next)) {
        case PlannedAction.Milestone ignored -> open.addAll(before.get(next));
        case PlannedAction.ForgetHistory ignored -> open.addAll(before.get(next));
        case PlannedAction ignored -> found.add(next);
      }
    }
    return found.stream().map(i -> known.plan.actions().get(i)).toList();
  }

  private static List<String> words(List<PlannedAction> actions) {
    List<String> words = new ArrayList<>();
    Set<NodeName> asked = new TreeSet<>();
    for (PlannedAction action : actions) {
      switch (action) {
        case PlannedAction.Fence f -> words.add(f.node() + " is made certain to be off");
        case Operation op when op.operation().equals("monitor") -> asked.add(op.node());
        case Operation op -> words.add(verb(op) + " on " + op.node());
        case PlannedAction.ReleaseNode r -> words.add(r.node() + " leaves");
        case PlannedAction.CancelRecurring ignored -> {}
        case PlannedAction.ClearFailures ignored -> {}
        case PlannedAction.ForgetHistory ignored -> {}
        case PlannedAction.Milestone ignored -> {}
      }
    }
    if (!asked.isEmpty()) {
      String nodes = String.join(" and ", asked.stream().map(NodeName::value).toList());
      words.addFirst(nodes + (asked.size() == 1 ? " is" : " are") + " asked what runs there");
    }
    return words.stream().distinct().toList();
  }

  private static String verb(Operation op) {
    String name = op.resource().value();
    return switch (op.operation()) {
      case "start" -> name + " starts";
      case "stop" -> name + " stops";
      case "promote" -> name + " is promoted";
      case "demote" -> name + " is demoted";
      case "migrate_to", "migrate_from" -> name + " migrates";
      default -> op.operation() + " of " + name;
    };
  }
}
