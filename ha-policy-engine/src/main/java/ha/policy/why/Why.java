package ha.policy.why;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.plan.Answer;
import ha.model.plan.Decision;
import ha.model.plan.Plan;
import ha.model.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Says why resources and nodes are as they are, from one plan and what it was made from. */
public final class Why {
  private final Known known;
  private final ResourceAnswers resources;
  private final NodeAnswers nodes;

  /**
   * For one plan.
   *
   * @param plan made from these definitions and this snapshot
   * @param orders operators' orders in force: by key, who gave it and why; may be empty
   */
  public Why(
      Definitions definitions,
      Snapshot snapshot,
      Instant now,
      Plan plan,
      Map<String, String> orders) {
    this.known = new Known(definitions, snapshot, now, plan, orders);
    this.resources = new ResourceAnswers(known);
    this.nodes = new NodeAnswers(known, resources);
  }

  /**
   * Why something is as it is; empty if nothing of that name is known.
   *
   * @param name a resource, group, clone, bundle, instance, or else a node
   * @param on of a resource, only what concerns this node
   */
  public List<Answer> about(String name, Optional<NodeName> on) {
    List<Decision> decisions = known.decisions(name);
    if (!decisions.isEmpty()) {
      return resources.of(decisions).stream()
          .map(a -> on.map(node -> ResourceAnswers.only(a, node)).orElse(a))
          .toList();
    }
    return node(name).map(nodes::of).stream().toList();
  }

  private Optional<NodeName> node(String name) {
    return known.snapshot.nodes().keySet().stream()
        .filter(n -> n.value().equals(name))
        .findFirst()
        .or(() ->
            known.definitions.nodes().keySet().stream()
                .filter(n -> n.value().equals(name))
                .findFirst());
  }

  /** The decisions behind the answers about a resource; none for a node. */
  public List<Decision> decisions(String name) {
    return known.decisions(name);
  }

  /** What can be asked about. */
  public List<String> names() {
    TreeSet<String> names = new TreeSet<>();
    known
        .plan
        .decisions()
        .forEach(d -> {
          names.add(d.base().value());
          names.add(known.top(d.base()).value());
        });
    known.definitions.nodes().keySet().forEach(n -> names.add(n.value()));
    return List.copyOf(names);
  }
}
