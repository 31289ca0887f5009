package ha.policy.situation;

import ha.model.NodeName;
import ha.model.definition.NodeDefinition;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.Standing;
import ha.policy.options.AttributeSets;
import ha.policy.options.Values;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Phase: what each node is to the cluster. */
public final class NodeReader {
  /**
   * Attribute of a lost node: that the membership still counts it in. It is on this side of a
   * split, so it may be fenced without quorum.
   */
  public static final String STILL_MEMBER = "#still-member";

  private NodeReader() {}

  public static void read(Situation s) {
    Reached reached = Reached.of(s);
    TreeSet<NodeName> names = new TreeSet<>(NaturalOrder::compare);
    names.addAll(s.definitions.nodes().keySet());
    names.addAll(s.snapshot.nodes().keySet());
    names.addAll(reached.names());
    for (NodeName name : names) {
      Optional<NodeState> state = Optional.ofNullable(s.snapshot.nodes().get(name));
      Optional<NodeDefinition> definition = Optional.ofNullable(s.definitions.nodes().get(name));
      Node node =
          new Node(
              s.nodes.size(),
              name,
              state.map(NodeState::standing).orElse(Standing.UNSEEN),
              reached.kind(name, definition),
              state,
              definition);
      s.nodes.add(node);
      s.nodesByName.put(name, node);
      attributes(s, node);
      standing(s, node);
      health(s, node);
    }
  }

  /**
   * What the node said of itself in an earlier life does not count: attributes that went with that,
   * and failures. That it shall rest does.
   */
  public static void forgetWhatItSaid(Situation s, Node node) {
    node.attributes.clear();
    node.forgetFailures();
    node.shutdown = false;
    node.discovery = true;
    defined(s, node);
    health(s, node);
  }

  private static void attributes(Situation s, Node node) {
    node.state.ifPresent(state -> node.attributes.putAll(state.attributes()));
    defined(s, node);
  }

  private static void defined(Situation s, Node node) {
    node.attributes.put("#uname", node.name.value());
    node.attributes.put("#kind", kindWord(node));
    node.attributes.put("#cluster-name", s.definitions.cluster().name());
    node.definition.ifPresent(d -> {
      AttributeSets.addMissing(node.attributes, d.attributes(), s.rules().onNode(node.attributes));
      Map<String, String> capacity = new TreeMap<>();
      AttributeSets.addMissing(capacity, d.utilization(), s.rules().onNode(node.attributes));
      capacity.forEach((k, v) -> node.capacity.put(k, Values.amount(v)));
    });
    node.attributes.putIfAbsent(
        "#site-name", node.attributes.getOrDefault("site-name", s.definitions.cluster().name()));
  }

  private static String kindWord(Node node) {
    return switch (node.kind) {
      case MEMBER -> "cluster";
      case REMOTE -> "remote";
      case GUEST -> "container";
    };
  }

  private static void standing(Situation s, Node node) {
    node.standby = Values.flag(node.attributes, "standby", false);
    node.maintenance = Values.flag(node.attributes, "maintenance", false);
    if (node.remote()) {
      node.discovery =
          (node.kind == Node.Kind.REMOTE && !s.options.fencing())
              || Values.flag(node.attributes, "resource-discovery-enabled", true);
      node.unseen = node.standing == Standing.UNSEEN;
      node.shutdown = node.standing == Standing.LEAVING;
      return;
    }
    switch (node.standing) {
      case MEMBER -> node.online = true;
      case LEAVING -> {
        node.online = true;
        node.shutdown = true;
      }
      case JOINING -> {
        node.online = true;
        node.pending = true;
        node.standby = true;
      }
      case LEFT, FENCED -> node.online = false;
      case LOST -> s.mustFence(node, "it left without goodbye");
      case UNSEEN -> {
        node.unseen = true;
        if (s.options.startupFencing() && s.options.fencing()) {
          s.mustFence(node, "it was never seen since the cluster came up");
        }
      }
    }
    boolean asked =
        Values.flag(node.attributes, "terminate", false)
            && s.options.fencing()
            && node.online
            && node.standing != Standing.LEAVING;
    if (asked || node.state.map(NodeState::fenceWanted).orElse(false)) {
      s.mustFence(node, "somebody asked for it");
    }
  }

  private static void health(Situation s, Node node) {
    node.health = 0;
    String strategy = s.options.healthStrategy().toLowerCase(Locale.ROOT);
    if (strategy.equals("none")) {
      return;
    }
    node.health =
        switch (strategy) {
          case "only-green", "migrate-on-red" -> colourHealth(node, strategy);
          case "progressive", "custom" -> healthSum(s.options, node);
          default -> 0;
        };
  }

  /** Strategies that add up. */
  private static int healthSum(ClusterOptions options, Node node) {
    int sum = options.healthBase();
    for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
      if (attribute.getKey().startsWith("#health")) {
        sum = Scores.sum(sum, healthValue(options, attribute.getValue()));
      }
    }
    return sum;
  }

  /** Strategies that know only colours. */
  private static int colourHealth(Node node, String strategy) {
    for (Map.Entry<String, String> attribute : node.attributes.entrySet()) {
      if (attribute.getKey().startsWith("#health")) {
        String colour = attribute.getValue().toLowerCase(Locale.ROOT);
        if (colour.equals("red") || (strategy.equals("only-green") && colour.equals("yellow"))) {
          return -Scores.INFINITY;
        }
      }
    }
    return 0;
  }

  private static int healthValue(ClusterOptions options, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "red" -> options.healthRed();
      case "yellow" -> options.healthYellow();
      case "green" -> options.healthGreen();
      default -> Values.score(text, 0);
    };
  }
}
