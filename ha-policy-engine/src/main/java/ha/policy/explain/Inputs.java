package ha.policy.explain;

import ha.model.definition.AttributeSet;
import ha.model.definition.OperationDefinition;
import ha.policy.action.OperationOptions;
import ha.policy.action.Parameters;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What agents are given for an operation. Mostly it is the same on every node, and so found out
 * once: a cluster that starts for the first time looks for each resource on each node.
 */
final class Inputs {
  private final Situation s;

  /** By the resource's index, of what is the same everywhere. */
  private final Map<Integer, List<Known>> everywhere = new HashMap<>();

  Inputs(Situation s) {
    this.s = s;
  }

  private record Known(String operation, Duration interval, Input input) {}

  /** How an operation is run, with what. */
  record Input(
      OperationOptions.Run run, SortedMap<String, String> parameters, String fingerprint) {}

  Input of(Resource r, String operation, Duration interval, Node node) {
    for (Known known : everywhere.getOrDefault(r.index, List.of())) {
      if (known.operation.equals(operation) && known.interval.equals(interval)) {
        return known.input;
      }
    }
    Input input = input(r, operation, interval, node);
    if (sameEverywhere(r, operation, interval)) {
      everywhere
          .computeIfAbsent(r.index, index -> new ArrayList<>(4))
          .add(new Known(operation, interval, input));
    }
    return input;
  }

  private Input input(Resource r, String operation, Duration interval, Node node) {
    SortedMap<String, String> parameters =
        Parameters.of(s, r, node, OperationOptions.parameters(s, r, operation, interval, node));
    return new Input(
        OperationOptions.run(s, r, operation, interval), parameters, s.fingerprints.of(parameters));
  }

  private boolean sameEverywhere(Resource r, String operation, Duration interval) {
    for (Resource level = r; level != null; level = level.parent) {
      if (anyRule(level.definition.parameters())) {
        return false;
      }
    }
    return !s.connections.isConnection(r)
        && OperationOptions.find(r, operation, interval)
            .map(OperationDefinition::parameters)
            .filter(Inputs::anyRule)
            .isEmpty();
  }

  private static boolean anyRule(List<AttributeSet> sets) {
    for (AttributeSet set : sets) {
      if (set.rule().isPresent()) {
        return true;
      }
    }
    return false;
  }
}
