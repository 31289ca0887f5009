package ha.policy.situation;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.plan.Problem;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.Snapshot;
import ha.policy.digest.Fingerprints;
import ha.policy.graph.ActionGraph;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything about one decision: the facts, what was concluded so far, and what is to be done. */
public final class Situation {
  public final Definitions definitions;
  public final Snapshot snapshot;
  public final Instant now;
  public final ClusterOptions options;
  public final boolean quorate;

  /** By index, in the order of their names. */
  public final List<Node> nodes = new ArrayList<>();

  public final Map<NodeName, Node> nodesByName = new LinkedHashMap<>();

  /** Outermost resources in the order in which they are placed. */
  public final List<Resource> resources = new ArrayList<>();

  /** Every resource by index, parts included. */
  public final List<Resource> all = new ArrayList<>();

  /** What a definition means by a name; parts of clones stand for their clone. */
  public final Map<String, Resource> byName = new LinkedHashMap<>();

  public final List<Colocation> colocations = new ArrayList<>();
  public final Connections connections = new Connections();
  public final Bundles bundles = new Bundles();
  public final Redefinitions redefinitions = new Redefinitions();
  public final ActionGraph graph = new ActionGraph();
  public final Set<Problem> problems = new LinkedHashSet<>();
  public boolean haveFenceDevice;

  /** Something needs fencing and there is no device: nothing is touched. */
  public boolean nothingToFenceWith;

  /** Operations of history that still run at intervals, by {@code instance|operation|ms|node}. */
  public final Map<String, ActiveRecurring> recurring = new LinkedHashMap<>();

  public final Fingerprints fingerprints = new Fingerprints();
  private final List<History> histories = new ArrayList<>();
  private final RuleContext rules;
  private final boolean unfences;

  /**
   * That a node has a history of a resource.
   *
   * @param agent which agent it last ran there
   * @param life operations since it last became active there, oldest first
   */
  public record History(Resource resource, Node node, AgentRef agent, List<OperationRecord> life) {}

  /** An operation that runs at intervals on a node. */
  public record ActiveRecurring(
      Resource resource,
      String operation,
      java.time.Duration interval,
      Node node,
      AgentRef agent,
      String digest) {}

  public Situation(Definitions definitions, Snapshot snapshot, Instant now) {
    this.definitions = definitions;
    this.snapshot = snapshot;
    this.now = now;
    this.options = ClusterOptions.of(definitions, now);
    this.quorate = snapshot.quorate();
    this.rules = RuleContext.at(now);
    this.unfences = definitions.resources().values().stream().anyMatch(Situation::unfences);
  }

  /** Records whose history a node has. */
  public void remember(History history) {
    histories.add(history);
  }

  /** Whose history each node has, in the order read. */
  public List<History> histories() {
    return List.copyOf(histories);
  }

  /** Rules that see only the time. */
  public RuleContext rules() {
    return rules;
  }

  /** Attributes that count for the resource on the node: in a guest, if it says so, the host's. */
  public Map<String, String> attributes(Resource r, Node node) {
    boolean ofHost = "host".equals(r.options.get(OptionNames.Resource.CONTAINER_ATTRIBUTE_TARGET));
    Optional<Resource> container = connections.containerOf(node);
    if (!ofHost || container.isEmpty()) {
      return node.attributes;
    }
    Node host = container.get().current();
    return host == null ? Map.of() : host.attributes;
  }

  public @Nullable Node node(NodeName name) {
    return nodesByName.get(name);
  }

  public Optional<Resource> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The resources that a name stands for: of a tag, all that it names. */
  public List<Resource> expand(ResourceId name) {
    List<Resource> found = new ArrayList<>();
    if (byName.containsKey(name.value())) {
      found.add(byName.get(name.value()));
    } else {
      for (ResourceId member : definitions.tags().getOrDefault(name.value(), List.of())) {
        found.addAll(expand(member));
      }
    }
    return found;
  }

  /** Whether a fence device has to let nodes at their disks before anything may run there. */
  public boolean unfences() {
    return unfences;
  }

  private static boolean unfences(ResourceDefinition r) {
    return r instanceof ResourceDefinition.Primitive p
        && p.agent().standard().equals("fence")
        && p.options().stream().anyMatch(set -> "unfencing".equals(set.values().get("provides")));
  }

  /** Whether this cluster, as it stands, can fence the node. */
  public boolean canFence(Node node) {
    if (node.kind == Node.Kind.GUEST) {
      return canEnd(node);
    }
    boolean forgotten = node.remote() && connections.of(node).isEmpty();
    if (!options.fencing() || !haveFenceDevice || forgotten) {
      return false;
    }
    return quorate
        || options.quorumPolicy() == ClusterOptions.QuorumPolicy.IGNORE
        || node.online
        || Values.flag(node.attributes, NodeReader.STILL_MEMBER, false);
  }

  /** A guest ends with its container; so whoever may still run that must be fenced. */
  private boolean canEnd(Node guest) {
    return connections
        .containerOf(guest)
        .map(container -> container.active.stream().allMatch(host -> host.online || canFence(host)))
        .orElse(false);
  }

  /** Concludes that the node must be fenced. The first reason stays. */
  public void mustFence(Node node, String why) {
    if (node.remote()) {
      mustReset(node, why);
      return;
    }
    fence(node, why);
  }

  /** A remote node is fenced like any other; a guest by ending its container. */
  private void mustReset(Node node, String why) {
    Optional<Resource> connection = connections.of(node);
    Optional<Resource> container = connections.containerOf(node);
    if (container.isPresent()) {
      if (!container.get().failed && container.get().managed) {
        connections.doubt(node);
        container.get().failed = true;
        container.get().stopNeeded = true;
      }
    } else if (connection.isEmpty() || connection.get().managed) {
      connections.doubt(node);
      fence(node, why);
    }
  }

  private void fence(Node node, String why) {
    if (node.fenceReason == null) {
      node.fenceReason = why;
    }
    node.unclean = true;
  }

  public void problem(
      Problem.Severity severity,
      @Nullable Resource resource,
      @Nullable Node node,
      String text,
      String next,
      String remedy) {
    problems.add(
        new Problem(
            severity,
            Optional.ofNullable(resource).map(r -> r.id),
            Optional.ofNullable(node).map(n -> n.name),
            text,
            next,
            remedy));
  }
}
