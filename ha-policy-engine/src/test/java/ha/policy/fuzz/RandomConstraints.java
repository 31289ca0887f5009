package ha.policy.fuzz;

import java.util.List;
import org.w3c.dom.Element;

/** Constraints between what a CIB has, drawn by dice. */
final class RandomConstraints {
  private final CibTree tree;
  private final Dice dice;
  private final List<Element> tops;
  private final List<String> nodes;

  private RandomConstraints(CibTree tree, Dice dice) {
    this.tree = tree;
    this.dice = dice;
    this.tops =
        tree.tops().stream().filter(e -> !e.getAttribute("class").equals("stonith")).toList();
    this.nodes = tree.nodeNames();
  }

  /** Adds so many. */
  static void add(CibTree tree, Dice dice, int count) {
    RandomConstraints constraints = new RandomConstraints(tree, dice);
    if (constraints.tops.isEmpty() || constraints.nodes.isEmpty()) {
      return;
    }
    for (int i = 0; i < count; i++) {
      constraints.add();
    }
  }

  private void add() {
    int chance = dice.between(0, 99);
    if (chance < 33) {
      order();
    } else if (chance < 63) {
      colocation();
    } else if (chance < 88) {
      location();
    } else if (chance < 95) {
      set();
    } else {
      ticket();
    }
  }

  private static String name(Element resource) {
    return resource.getAttribute("id");
  }

  private static boolean promotable(Element resource) {
    return resource.getTagName().equals("master")
        || Xml.children(resource).stream()
            .filter(set -> set.getTagName().equals("meta_attributes"))
            .flatMap(set -> Xml.children(set).stream())
            .anyMatch(pair ->
                pair.getAttribute("name").equals("promotable")
                    && pair.getAttribute("value").equals("true"));
  }

  private String score() {
    return dice.pick("INFINITY", "INFINITY", "INFINITY", "-INFINITY", "100", "-100", "1", "-1");
  }

  /** Earlier things are what later ones stand on: circles say little. */
  private List<Element> pair() {
    List<Element> pair = dice.some(tops, 2);
    return pair.size() == 2 && dice.percent(5) ? pair.reversed() : pair;
  }

  private void order() {
    List<Element> pair = pair();
    if (pair.size() < 2 || ordered(pair.get(0), pair.get(1))) {
      return;
    }
    Element order =
        tree.constraint("rsc_order", "first", name(pair.get(0)), "then", name(pair.get(1)));
    if (dice.percent(30)) {
      order.setAttribute("kind", dice.pick("Optional", "Optional", "Serialize", "Mandatory"));
    }
    if (dice.percent(12) && !order.getAttribute("kind").equals("Serialize")) {
      order.setAttribute("symmetrical", "false");
    }
    if (dice.percent(8)) {
      order.setAttribute("require-all", "false");
    }
    if (promotable(pair.get(0)) && dice.percent(60)) {
      order.setAttribute("first-action", dice.pick("promote", "promote", "demote"));
      order.setAttribute("then-action", "start");
    }
    if (promotable(pair.get(1)) && dice.percent(15)) {
      order.setAttribute("then-action", "promote");
    }
    if (dice.percent(4)) {
      order.setAttribute("first-action", "stop");
      order.setAttribute("then-action", dice.pick("start", "stop"));
    }
  }

  /** Of two orders for one pair Pacemaker takes the first alone. */
  private boolean ordered(Element first, Element then) {
    return Xml.children(tree.constraints()).stream()
        .filter(c -> c.getTagName().equals("rsc_order"))
        .anyMatch(c ->
            !Xml.children(c).isEmpty()
                || (c.getAttribute("first").equals(name(first))
                    && c.getAttribute("then").equals(name(then))));
  }

  private void colocation() {
    List<Element> pair = pair();
    if (pair.size() < 2) {
      return;
    }
    Element together =
        tree.constraint(
            "rsc_colocation",
            "rsc",
            name(pair.get(1)),
            "with-rsc",
            name(pair.get(0)),
            "score",
            score());
    if (promotable(pair.get(1)) && dice.percent(25)) {
      together.setAttribute("rsc-role", dice.pick("Promoted", "Promoted", "Unpromoted"));
    }
    if (promotable(pair.get(0)) && dice.percent(60)) {
      together.setAttribute("with-rsc-role", dice.pick("Promoted", "Promoted", "Unpromoted"));
    }
    if (dice.percent(6)) {
      together.setAttribute("influence", "false");
    }
    if (dice.percent(5)) {
      together.setAttribute("node-attribute", "site");
    }
  }

  private void location() {
    Element top = dice.from(tops);
    if (dice.percent(20)) {
      ruled(top);
      return;
    }
    Element location =
        tree.constraint(
            "rsc_location", "rsc", name(top), "node", dice.from(nodes), "score", score());
    if (promotable(top) && dice.percent(40)) {
      location.setAttribute("role", "Promoted");
    }
    if (dice.percent(8)) {
      location.setAttribute("resource-discovery", dice.pick("never", "exclusive"));
    }
  }

  private void ruled(Element top) {
    Element location = tree.constraint("rsc_location", "rsc", name(top));
    Element rule = tree.identified(location, "rule", "score", score());
    if (promotable(top) && dice.percent(40)) {
      rule.setAttribute("role", "Promoted");
    }
    if (dice.percent(30)) {
      rule.setAttribute("boolean-op", dice.pick("or", "and"));
      expression(rule);
    }
    expression(rule);
  }

  private void expression(Element rule) {
    switch (dice.between(0, 4)) {
      case 0 ->
          tree.identified(
              rule,
              "expression",
              "attribute",
              "site",
              "operation",
              dice.pick("defined", "not_defined"));
      case 1 ->
          tree.identified(
              rule,
              "date_expression",
              "operation",
              dice.pick("gt", "lt"),
              dice.percent(50) ? "start" : "end",
              dice.pick("2025-06-01", "2027-06-01"));
      case 2 ->
          tree.identified(
              rule,
              "expression",
              "attribute",
              "#uname",
              "operation",
              dice.pick("eq", "ne"),
              "value",
              dice.from(nodes));
      default ->
          tree.identified(
              rule,
              "expression",
              "attribute",
              "site",
              "operation",
              dice.pick("eq", "ne", "gt"),
              "value",
              dice.pick("a", "b"));
    }
  }

  private void set() {
    List<Element> members = dice.some(tops, dice.between(2, 4));
    boolean order = dice.percent(50);
    Element constraint = tree.constraint(order ? "rsc_order" : "rsc_colocation");
    if (!order) {
      constraint.setAttribute("score", score());
    } else if (dice.percent(30)) {
      constraint.setAttribute("kind", dice.pick("Optional", "Serialize"));
    }
    int split = members.size() > 2 && dice.percent(50) ? dice.between(1, members.size() - 1) : 0;
    Element set = tree.identified(constraint, "resource_set");
    for (int i = 0; i < members.size(); i++) {
      if (i == split && i > 0) {
        set = tree.identified(constraint, "resource_set");
      }
      if (dice.percent(15)) {
        set.setAttribute("sequential", "false");
        if (order && dice.percent(40)) {
          set.setAttribute("require-all", "false");
        }
      }
      Xml.add(set, "resource_ref", "id", name(members.get(i)));
    }
  }

  private void ticket() {
    Element top = dice.from(tops);
    Element constraint =
        tree.constraint(
            "rsc_ticket",
            "rsc",
            name(top),
            "ticket",
            "tA",
            "loss-policy",
            dice.pick("stop", "freeze", "demote", "fence"));
    if (promotable(top) && dice.percent(50)) {
      constraint.setAttribute("rsc-role", "Promoted");
    }
    if (Xml.first(tree.document(), "ticket_state").isEmpty() && dice.percent(70)) {
      Element status = Xml.first(tree.document(), "status").orElseThrow();
      Element tickets = Xml.child(status, "tickets").orElseGet(() -> Xml.add(status, "tickets"));
      Xml.add(
          tickets,
          "ticket_state",
          "id",
          "tA",
          "granted",
          dice.pick("true", "false"),
          "standby",
          dice.percent(20) ? "true" : "false",
          "last-granted",
          "1700000000");
    }
  }
}
