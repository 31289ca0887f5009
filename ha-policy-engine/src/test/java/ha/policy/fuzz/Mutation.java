package ha.policy.fuzz;

import java.util.List;
import java.util.function.Predicate;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Changes a situation in one to three places, by seed. */
final class Mutation {
  private static final List<String> SCORES =
      List.of("INFINITY", "-INFINITY", "0", "1", "-1", "100", "-100", "1000", "200000");
  private static final List<Choice> METAS =
      List.of(
          new Choice("resource-stickiness", "0", "1", "100", "INFINITY", "-1"),
          new Choice("target-role", "Stopped", "Started", "Unpromoted", "Promoted"),
          new Choice("is-managed", "true", "false"),
          new Choice("maintenance", "true"),
          new Choice("priority", "0", "1", "10", "-5"),
          new Choice("migration-threshold", "1", "3", "INFINITY"),
          new Choice("failure-timeout", "60s", "0"),
          new Choice("multiple-active", "block", "stop_only", "stop_start", "stop_unexpected"),
          new Choice("allow-migrate", "true", "false"),
          new Choice("critical", "false", "true"),
          new Choice("requires", "nothing", "quorum", "fencing"));
  private static final List<Choice> CLONE_METAS =
      List.of(
          new Choice("interleave", "true", "false"),
          new Choice("ordered", "true", "false"),
          new Choice("notify", "true", "false"),
          new Choice("clone-max", "0", "1", "2", "3", "4"),
          new Choice("clone-node-max", "1", "2"),
          new Choice("clone-min", "1", "2"),
          new Choice("globally-unique", "true", "false"),
          new Choice("promoted-max", "0", "1", "2"),
          new Choice("promoted-node-max", "1", "2"),
          new Choice("target-role", "Unpromoted", "Promoted", "Stopped"));
  private static final List<Choice> OPTIONS =
      List.of(
          new Choice("stonith-enabled", "true", "false"),
          new Choice("no-quorum-policy", "stop", "freeze", "ignore", "demote", "suicide"),
          new Choice("symmetric-cluster", "true", "false"),
          new Choice("placement-strategy", "default", "utilization", "balanced", "minimal"),
          new Choice("maintenance-mode", "true", "false"),
          new Choice("stop-all-resources", "true"),
          new Choice("stop-orphan-resources", "true", "false"),
          new Choice("stop-orphan-actions", "true", "false"),
          new Choice("start-failure-is-fatal", "true", "false"),
          new Choice("enable-startup-probes", "true", "false"),
          new Choice("startup-fencing", "true", "false"),
          new Choice("concurrent-fencing", "true", "false"),
          new Choice("default-resource-stickiness", "0", "100"));
  private final Document document;
  private final CibTree tree;
  private final Dice dice;

  /** A setting and some of its values. */
  private record Choice(String name, List<String> values) {
    Choice(String name, String... values) {
      this(name, List.of(values));
    }
  }

  private Mutation(Document document, Dice dice) {
    this.document = document;
    this.tree = new CibTree(document);
    this.dice = dice;
  }

  /** A changed copy. */
  static Document of(Document original, long seed) {
    Dice dice = new Dice(seed);
    Mutation mutation = new Mutation(Xml.copy(original), dice);
    int count = dice.pick(1, 1, 2, 3);
    for (int done = 0, tried = 0; done < count && tried < 20; tried++) {
      if (mutation.change()) {
        done++;
      }
    }
    return mutation.document;
  }

  /** False if there is nothing to which the change drawn could be done. */
  private boolean change() {
    return switch (dice.between(0, 22)) {
      case 0, 1 -> score();
      case 2, 3 -> meta();
      case 4 -> cloneMeta();
      case 5, 6 -> option();
      case 7 -> standing();
      case 8 -> nodeAttribute();
      case 9, 10 -> result();
      case 11 -> failCount();
      case 12 -> drop("rsc_location", "rsc_order", "rsc_colocation", "rsc_ticket");
      case 13 -> drop("lrm_rsc_op", "lrm_resource");
      case 14 -> constraintAttribute();
      case 15 -> transientValue();
      case 16 -> onFail();
      case 17 -> ticket();
      case 18 -> amount();
      case 19 -> bundle();
      default -> {
        int before = Xml.children(tree.constraints()).size();
        RandomConstraints.add(tree, dice, 1);
        yield Xml.children(tree.constraints()).size() > before;
      }
    };
  }

  private List<Element> all(Predicate<Element> which) {
    return Xml.all(document, which);
  }

  private boolean score() {
    List<Element> scored = all(e -> e.hasAttribute("score") && !e.getTagName().equals("rsc_order"));
    if (scored.isEmpty()) {
      return false;
    }
    dice.from(scored).setAttribute("score", dice.from(SCORES));
    return true;
  }

  private boolean meta() {
    List<Element> resources =
        Xml.named(document, "primitive", "group", "clone", "master", "bundle").stream()
            .filter(e -> !e.getAttribute("class").equals("stonith"))
            .toList();
    return put(resources, METAS);
  }

  private boolean cloneMeta() {
    return put(Xml.named(document, "clone", "master"), CLONE_METAS);
  }

  private boolean put(List<Element> resources, List<Choice> choices) {
    if (resources.isEmpty()) {
      return false;
    }
    Choice choice = dice.from(choices);
    tree.meta(dice.from(resources), choice.name(), dice.from(choice.values()));
    return true;
  }

  private boolean option() {
    if (dice.percent(15)) {
      document.getDocumentElement().setAttribute("have-quorum", dice.pick("0", "1"));
      return true;
    }
    Choice choice = dice.from(OPTIONS);
    tree.option(choice.name(), dice.from(choice.values()));
    return true;
  }

  private List<Element> states() {
    return all(e -> e.getTagName().equals("node_state") && !e.hasAttribute("remote_node"));
  }

  private boolean standing() {
    if (states().isEmpty()) {
      return false;
    }
    Element state = dice.from(states());
    switch (dice.between(0, 4)) {
      case 0 -> standing(state, "false", "offline", "down", "member");
      case 1 -> standing(state, "false", "offline", "down", "down");
      case 2 -> standing(state, "true", "online", "member", "member");
      case 3 -> tree.transientAttribute(state, "shutdown", "1700000100");
      default -> standing(state, "true", "online", "down", "member");
    }
    return true;
  }

  private static void standing(
      Element state, String member, String process, String join, String expected) {
    state.setAttribute("in_ccm", member);
    state.setAttribute("crmd", process);
    state.setAttribute("join", join);
    state.setAttribute("expected", expected);
    if (state.hasAttribute("ha")) {
      state.setAttribute("ha", member.equals("true") ? "active" : "dead");
    }
  }

  private boolean nodeAttribute() {
    List<Element> nodes = Xml.named(document, "node");
    if (nodes.isEmpty()) {
      return false;
    }
    Element set = tree.set(dice.from(nodes), "instance_attributes");
    tree.put(set, dice.pick("standby", "standby", "maintenance"), dice.pick("on", "on", "off"));
    return true;
  }

  private boolean result() {
    List<Element> ended = Xml.named(document, "lrm_rsc_op");
    if (ended.isEmpty()) {
      return false;
    }
    Element op = dice.from(ended);
    String rc = dice.pick("0", "0", "7", "7", "1", "5", "8", "9", "193");
    String status = rc.equals("193") ? "-1" : rc.equals("1") && dice.percent(30) ? "2" : "0";
    op.setAttribute("rc-code", rc);
    op.setAttribute("op-status", status);
    String key = op.getAttribute("transition-key");
    if (!key.isEmpty()) {
      op.setAttribute("transition-magic", status + ":" + rc + ";" + key);
    }
    return true;
  }

  private boolean failCount() {
    List<Element> primitives = Xml.named(document, "primitive");
    if (states().isEmpty() || primitives.isEmpty()) {
      return false;
    }
    String name = dice.from(primitives).getAttribute("id");
    String operation = dice.pick("", "#monitor_10000");
    Element state = dice.from(states());
    tree.transientAttribute(
        state, "fail-count-" + name + operation, dice.pick("1", "3", "INFINITY"));
    tree.transientAttribute(state, "last-failure-" + name + operation, "1400000000");
    return true;
  }

  private boolean drop(String... names) {
    List<Element> there = Xml.named(document, names);
    if (there.isEmpty()) {
      return false;
    }
    Xml.remove(dice.from(there));
    return true;
  }

  private boolean constraintAttribute() {
    List<Element> constraints = Xml.named(document, "rsc_order", "rsc_colocation", "rsc_ticket");
    if (constraints.isEmpty()) {
      return false;
    }
    Element constraint = dice.from(constraints);
    switch (constraint.getTagName()) {
      case "rsc_order" -> {
        constraint.removeAttribute("score");
        constraint.setAttribute("kind", dice.pick("Mandatory", "Optional", "Serialize"));
        if (!constraint.getAttribute("kind").equals("Serialize")) {
          constraint.setAttribute("symmetrical", dice.pick("true", "true", "false"));
        }
      }
      case "rsc_colocation" -> constraint.setAttribute("influence", dice.pick("true", "false"));
      default ->
          constraint.setAttribute("loss-policy", dice.pick("stop", "freeze", "demote", "fence"));
    }
    return true;
  }

  private boolean transientValue() {
    List<Element> values =
        all(e ->
            e.getTagName().equals("nvpair")
                && (e.getAttribute("name").startsWith("master-")
                    || e.getAttribute("name").startsWith("fail-count-")));
    if (values.isEmpty()) {
      return false;
    }
    dice.from(values).setAttribute("value", dice.pick("1", "5", "100", "-1", "INFINITY", "0"));
    return true;
  }

  private boolean onFail() {
    List<Element> operations = Xml.named(document, "op");
    if (operations.isEmpty()) {
      return false;
    }
    dice.from(operations)
        .setAttribute(
            "on-fail", dice.pick("ignore", "block", "stop", "restart", "standby", "fence"));
    return true;
  }

  /** A ticket is granted, revoked or put on standby. */
  private boolean ticket() {
    List<String> tickets =
        all(e -> e.hasAttribute("ticket")).stream().map(e -> e.getAttribute("ticket")).toList();
    if (tickets.isEmpty()) {
      return false;
    }
    tree.ticket(
        dice.from(tickets), dice.pick("true", "false"), dice.pick("false", "false", "true"));
    return true;
  }

  /** How much a node has, or a resource needs. */
  private boolean amount() {
    List<Element> amounts =
        all(e ->
            e.getTagName().equals("nvpair")
                && e.getParentNode() instanceof Element set
                && set.getTagName().equals("utilization"));
    if (amounts.isEmpty()) {
      return false;
    }
    dice.from(amounts).setAttribute("value", dice.pick("0", "1", "2", "4", "8", "1000"));
    return true;
  }

  private boolean bundle() {
    List<Element> containers = Xml.named(document, "docker", "podman", "rkt");
    if (containers.isEmpty()) {
      return false;
    }
    dice.from(containers)
        .setAttribute(
            dice.pick("replicas", "replicas-per-host", "promoted-max"), dice.pick("1", "2", "3"));
    return true;
  }
}
