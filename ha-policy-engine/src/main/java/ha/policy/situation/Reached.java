package ha.policy.situation;

import ha.model.NodeName;
import ha.model.definition.AgentRef;
import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.OperationRecord;
import ha.policy.bundle.BundleParts;
import ha.policy.options.AttributeSets;
import ha.policy.options.RuleContext;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which nodes are reached through a connection: a resource of the agent {@value #AGENT} is a remote
 * node of its own name, a resource with the option {@code remote-node} holds a guest of that name.
 */
public final class Reached {
  /** The agent whose resources are connections. */
  public static final String AGENT = "ocf:pacemaker:remote";

  private static final AgentRef CONNECTION = AgentRef.parse(AGENT);

  private final RuleContext rules;
  private final SortedMap<NodeName, Node.Kind> kinds = new TreeMap<>();

  private Reached(RuleContext rules) {
    this.rules = rules;
  }

  static Reached of(Situation s) {
    Reached reached = new Reached(s.rules());
    s.definitions.resources().values().forEach(reached::add);
    reached.forgotten(s);
    return reached;
  }

  /** The nodes that these definitions reach, whatever the time. */
  public static SortedSet<NodeName> defined(Definitions definitions) {
    Reached reached = new Reached(RuleContext.at(Instant.EPOCH));
    definitions.resources().values().forEach(reached::add);
    return reached.names();
  }

  /** Whether resources of this agent are connections. */
  public static boolean connects(AgentRef agent) {
    return agent.type().equals(CONNECTION.type()) && agent.equals(CONNECTION);
  }

  /** The guest that the resource holds, if it holds one. */
  public static Optional<NodeName> guestIn(
      ResourceDefinition.Primitive definition, RuleContext context) {
    return Optional.ofNullable(
            AttributeSets.values(definition.options(), context.forAgent(definition.agent()))
                .get(OptionNames.Resource.REMOTE_NODE))
        .map(NodeName::new);
  }

  private void add(ResourceDefinition definition) {
    switch (definition) {
      case ResourceDefinition.Primitive primitive -> {
        if (connects(primitive.agent())) {
          kinds.put(new NodeName(primitive.id().value()), Node.Kind.REMOTE);
        }
        guestIn(primitive, rules).ifPresent(guest -> kinds.put(guest, Node.Kind.GUEST));
      }
      case ResourceDefinition.Group group -> group.members().forEach(this::add);
      case ResourceDefinition.Clone clone -> {}
      case ResourceDefinition.Bundle bundle -> {
        BundleParts parts = new BundleParts(bundle);
        for (int i = 0; bundle.child().isPresent() && i < bundle.container().replicas(); i++) {
          kinds.put(parts.guest(i), Node.Kind.GUEST);
        }
      }
    }
  }

  /** Connections that nobody defines any longer, but that histories know. */
  private void forgotten(Situation s) {
    Set<NodeName> defined = s.definitions.nodes().keySet();
    Collection<NodeState> states = s.snapshot.nodes().values();
    for (NodeState state : states) {
      for (OperationRecord op : state.history()) {
        if (connects(op.agent())) {
          NodeName name = new NodeName(op.resource().value());
          if (!defined.contains(name)) {
            kinds.putIfAbsent(name, Node.Kind.REMOTE);
          }
        }
      }
    }
  }

  SortedSet<NodeName> names() {
    return new TreeSet<>(kinds.keySet());
  }

  Node.Kind kind(NodeName name, Optional<NodeDefinition> definition) {
    Node.Kind kind = kinds.get(name);
    if (kind != null) {
      return kind;
    }
    return definition.map(d -> d.kind() == NodeDefinition.Kind.REMOTE).orElse(false)
        ? Node.Kind.REMOTE
        : Node.Kind.MEMBER;
  }
}
