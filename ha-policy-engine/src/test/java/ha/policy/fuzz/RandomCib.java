package ha.policy.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Small clusters drawn by a seed: nodes, options and resources here, the rest by others. */
final class RandomCib {
  private final Dice dice;
  private final CibTree tree = CibTree.empty();
  private boolean fencing;
  private boolean weighed;
  private int names;

  private RandomCib(long seed) {
    this.dice = new Dice(seed);
  }

  /** The cluster of that seed. */
  static Document of(long seed) {
    RandomCib cib = new RandomCib(seed);
    cib.options();
    cib.nodes();
    if (cib.fencing) {
      cib.tree.primitive(cib.tree.resources(), "fence", "stonith:fence_x");
    }
    int resources = cib.dice.between(2, 5);
    while (cib.names < resources) {
      cib.top();
    }
    RandomConstraints.add(cib.tree, cib.dice, cib.dice.between(0, 5));
    RandomHistory.add(cib.tree, cib.dice);
    return cib.tree.document();
  }

  private void option(int percent, String name, String first, String... more) {
    if (dice.percent(percent)) {
      tree.option(name, dice.pick(first, more));
    }
  }

  private void options() {
    fencing = dice.percent(50);
    tree.option("stonith-enabled", String.valueOf(fencing));
    if (dice.percent(15)) {
      tree.option("no-quorum-policy", dice.pick("stop", "freeze", "ignore", "demote"));
      tree.document()
          .getDocumentElement()
          .setAttribute("have-quorum", dice.percent(40) ? "1" : "0");
    } else {
      tree.option("no-quorum-policy", "ignore");
    }
    option(10, "symmetric-cluster", "false");
    weighed = dice.percent(12);
    if (weighed) {
      tree.option("placement-strategy", dice.pick("utilization", "balanced", "minimal"));
    }
    option(10, "start-failure-is-fatal", "false");
    option(3, "maintenance-mode", "true");
    option(3, "stop-all-resources", "true");
    option(4, "stop-orphan-resources", "false");
    option(4, "stop-orphan-actions", "false");
    option(4, "enable-startup-probes", "false");
    option(4, "startup-fencing", "false");
    option(4, "concurrent-fencing", "false");
  }

  private void nodes() {
    int count = dice.pick(2, 2, 3, 3, 4);
    for (int i = 1; i <= count; i++) {
      Element node = tree.node("n" + i);
      Element state = tree.state("n" + i).orElseThrow();
      if (dice.percent(15)) {
        tree.put(tree.set(node, "instance_attributes"), "standby", "on");
      }
      if (dice.percent(4)) {
        tree.put(tree.set(node, "instance_attributes"), "maintenance", "true");
      }
      if (dice.percent(20)) {
        tree.put(tree.set(node, "instance_attributes"), "site", dice.pick("a", "b"));
      }
      if (weighed) {
        tree.put(tree.set(node, "utilization"), "cpu", dice.pick("2", "4", "8"));
      }
      if (i > 1) {
        standing(state);
      }
    }
  }

  private void standing(Element state) {
    int chance = dice.between(0, 99);
    if (chance < 14) {
      state.setAttribute("in_ccm", "false");
      state.setAttribute("crmd", "offline");
      state.setAttribute("join", "down");
      state.setAttribute("expected", chance < 10 ? "member" : "down");
    } else if (chance < 20) {
      tree.transientAttribute(state, "shutdown", "1700000100");
    } else if (chance < 22) {
      state.setAttribute("join", "down");
    }
  }

  private void top() {
    switch (dice.between(0, 9)) {
      case 0, 1, 2, 3 -> primitive(tree.resources(), false);
      case 4, 5 -> group(tree.resources());
      case 6, 7 -> {
        Element clone = cloned();
        primitive(clone, false);
      }
      case 8 -> {
        Element clone = cloned();
        group(clone);
      }
      default -> {
        Element clone = cloned();
        promotable(clone);
        primitive(clone, true);
      }
    }
  }

  private void group(Element parent) {
    names++;
    Element group = Xml.add(parent, "group", "id", "g" + names);
    int members = dice.between(2, 3);
    for (int i = 0; i < members; i++) {
      primitive(group, false);
    }
  }

  private void meta(Element owner, int percent, String name, String first, String... more) {
    if (dice.percent(percent)) {
      tree.meta(owner, name, dice.pick(first, more));
    }
  }

  private Element cloned() {
    Element clone = Xml.add(tree.resources(), "clone", "id", "c" + (names + 1));
    meta(clone, 50, "interleave", "true");
    meta(clone, 20, "clone-max", "1", "2", "3");
    meta(clone, 20, "notify", "true");
    meta(clone, 12, "ordered", "true");
    meta(clone, 8, "clone-min", "1", "2");
    if (dice.percent(10)) {
      tree.meta(clone, "globally-unique", "true");
      meta(clone, 50, "clone-node-max", "2");
    }
    meta(clone, 8, "resource-stickiness", "0", "1", "100");
    meta(clone, 4, "is-managed", "false");
    meta(clone, 5, "target-role", "Stopped", "Started");
    return clone;
  }

  private void promotable(Element clone) {
    tree.meta(clone, "promotable", "true");
    meta(clone, 20, "promoted-max", "2");
    meta(clone, 5, "promoted-node-max", "2");
    meta(clone, 8, "target-role", "Unpromoted", "Promoted");
  }

  private void primitive(Element parent, boolean promotable) {
    names++;
    String agent = promotable ? "ocf:pacemaker:Stateful" : "ocf:pacemaker:Dummy";
    boolean alone = !parent.getTagName().equals("clone");
    Element primitive = tree.primitive(parent, "p" + names, agent);
    meta(primitive, 30, "resource-stickiness", "1", "100", "INFINITY");
    meta(primitive, 10, "priority", "1", "10");
    meta(primitive, 6, "is-managed", "false");
    meta(primitive, 7, "target-role", "Stopped");
    if (alone) {
      meta(primitive, 15, "allow-migrate", "true");
    }
    meta(primitive, 10, "migration-threshold", "1", "3");
    meta(primitive, 5, "requires", "nothing", "quorum");
    meta(primitive, 6, "multiple-active", "block", "stop_only", "stop_unexpected");
    meta(primitive, 4, "critical", "false");
    meta(primitive, 4, "failure-timeout", "60s");
    if (weighed && dice.percent(70)) {
      tree.put(tree.set(primitive, "utilization"), "cpu", dice.pick("1", "2", "3"));
    }
    operations(primitive, promotable);
  }

  private void operations(Element primitive, boolean promotable) {
    List<String> more = new ArrayList<>();
    if (dice.percent(10)) {
      more.add("on-fail");
      more.add(dice.pick("ignore", "block", "stop", "standby", fencing ? "fence" : "restart"));
    }
    if (promotable) {
      tree.operation(primitive, "monitor", "10s", "role", "Promoted");
      tree.operation(primitive, "monitor", "11s", "role", "Unpromoted");
      if (dice.percent(15)) {
        tree.operation(primitive, dice.pick("demote", "promote"), "0", more.toArray(String[]::new));
      }
    } else {
      tree.operation(primitive, "monitor", "10s", more.toArray(String[]::new));
      if (dice.percent(4)) {
        tree.operation(primitive, "monitor", "20s", "role", "Stopped");
      }
      if (dice.percent(4)) {
        tree.operation(primitive, "stop", "0", "on-fail", "block");
      }
    }
  }
}
