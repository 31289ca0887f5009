package ha.policy.why;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Sizes;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Decision;
import ha.model.plan.Reason;
import ha.policy.options.AttributeSets;
import ha.policy.options.RuleContext;
import ha.policy.utilization.ToldMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Why a node has no room for a resource: what it has, who takes how much of it. */
final class Rooms {
  private final Known known;

  Rooms(Known known) {
    this.known = known;
  }

  Cause cause(Reason reason, ResourceId resource, NodeName node) {
    SortedMap<String, String> needed = needs(resource);
    SortedMap<String, String> has = capacity(node);
    List<String> parts = new ArrayList<>();
    List<String> taking = new ArrayList<>();
    needed.forEach((kind, amount) -> {
      SortedMap<String, Long> takers = takers(kind, node, resource);
      long used = takers.values().stream().mapToLong(Long::longValue).sum();
      long all = number(has.getOrDefault(kind, "0"));
      if (number(amount) > all - used) {
        parts.add(
            kind
                + " "
                + size(number(amount))
                + " needed, "
                + size(Math.max(0, all - used))
                + " of "
                + size(all)
                + " left");
        takers.forEach((who, much) -> taking.add(who + " takes " + size(much)));
      }
    });
    if (parts.isEmpty()) {
      return new Cause(
          "it has no room for all that must run together with it: " + reason.text(),
          known.position(resource),
          List.of(Remedy.act("move something away, or give the node more")));
    }
    SourcePosition at = known.node(node).map(n -> n.position()).orElse(SourcePosition.NONE);
    return new Cause(
        "it has no room: "
            + String.join(", ", parts)
            + (taking.isEmpty() ? "" : " (" + String.join(", ", taking) + ")"),
        known.position(resource),
        List.of(
            Remedy.act("move or stop something that runs there"),
            Remedy.edit(at, "or raise the utilization of " + node + ", if it has more")));
  }

  private static String size(long amount) {
    return Sizes.text(amount);
  }

  private SortedMap<String, String> needs(ResourceId resource) {
    SortedMap<String, String> needs =
        known.chain(resource).stream()
            .filter(Primitive.class::isInstance)
            .map(p -> ((Primitive) p).utilization())
            .map(sets -> AttributeSets.values(sets, RuleContext.at(known.now)))
            .findFirst()
            .orElseGet(TreeMap::new);
    if (!needs.containsKey(ToldMemory.KIND)) {
      ToldMemory.of(resource, attributes(), memories())
          .ifPresent(amount -> needs.put(ToldMemory.KIND, Long.toString(amount)));
    }
    return needs;
  }

  private List<SortedMap<String, String>> attributes() {
    return known.definitions.nodes().keySet().stream().map(known::attributes).toList();
  }

  private List<Long> memories() {
    return known.definitions.nodes().keySet().stream()
        .map(this::capacity)
        .filter(c -> c.containsKey(ToldMemory.KIND))
        .map(c -> number(c.getOrDefault(ToldMemory.KIND, "0")))
        .toList();
  }

  private SortedMap<String, String> capacity(NodeName node) {
    return known
        .node(node)
        .map(n ->
            AttributeSets.values(
                n.utilization(), RuleContext.at(known.now).onNode(known.attributes(node))))
        .orElseGet(TreeMap::new);
  }

  /** Who will be on the node and takes of this. */
  private SortedMap<String, Long> takers(String kind, NodeName node, ResourceId but) {
    SortedMap<String, Long> takers = new TreeMap<>();
    for (Decision decision : known.plan.decisions()) {
      boolean there =
          decision.to().or(() -> stays(decision)).map(node::equals).orElse(false)
              && !decision.base().equals(but);
      Map<String, String> needs = there ? needs(decision.base()) : Map.of();
      if (needs.containsKey(kind)) {
        takers.put(decision.resource().value(), number(needs.getOrDefault(kind, "0")));
      }
    }
    return takers;
  }

  private static Optional<NodeName> stays(Decision decision) {
    return decision.kind() == Decision.Kind.STAY ? decision.from() : Optional.empty();
  }

  private static long number(String text) {
    return Sizes.read(text).orElse(0L);
  }
}
