package ha.policy.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What happened in a cluster that was drawn: most things run well, some do not. */
final class RandomHistory {
  private static final String FENCING = "stonith";
  private final CibTree tree;
  private final Dice dice;
  private final List<String> nodes;

  private RandomHistory(CibTree tree, Dice dice) {
    this.tree = tree;
    this.dice = dice;
    this.nodes =
        tree.nodeNames().stream()
            .filter(n ->
                tree.state(n)
                    .filter(s ->
                        !s.getAttribute("join").equals("down")
                            || !s.getAttribute("in_ccm").equals("true"))
                    .isPresent())
            .toList();
  }

  /** Adds a history for each resource. */
  static void add(CibTree tree, Dice dice) {
    RandomHistory history = new RandomHistory(tree, dice);
    if (history.nodes.isEmpty()) {
      return;
    }
    String home = dice.from(history.nodes);
    for (Element primitive : tree.primitives()) {
      // What stands together is often found together.
      home = dice.percent(60) ? home : dice.from(history.nodes);
      history.add(primitive, home);
    }
  }

  private static Optional<Element> cloneOf(Element primitive) {
    Node up = primitive.getParentNode();
    while (up instanceof Element element) {
      if (element.getTagName().equals("clone")) {
        return Optional.of(element);
      }
      up = element.getParentNode();
    }
    return Optional.empty();
  }

  private static boolean unique(Element clone) {
    return Xml.all(clone)
        .anyMatch(e ->
            e.getAttribute("name").equals("globally-unique")
                && e.getAttribute("value").equals("true"));
  }

  private void add(Element primitive, String home) {
    boolean promotable = primitive.getAttribute("type").equals("Stateful");
    List<String> active = new ArrayList<>();
    if (cloneOf(primitive).isPresent()) {
      nodes.stream().filter(n -> dice.percent(70)).forEach(active::add);
    } else if (dice.percent(75)) {
      active.add(home);
      if (dice.percent(4)) {
        active.add(dice.from(nodes));
      }
    }
    String promoted = promotable && !active.isEmpty() && dice.percent(60) ? dice.from(active) : "";
    boolean numbered = cloneOf(primitive).filter(RandomHistory::unique).isPresent();
    for (String node : nodes) {
      Element state = tree.state(node).orElseThrow();
      String name =
          primitive.getAttribute("id") + (numbered ? ":" + Math.max(0, active.indexOf(node)) : "");
      Element history = tree.history(state, primitive, name);
      if (active.contains(node)) {
        runs(history, primitive, promotable, node.equals(promoted));
      } else if (dice.percent(88)) {
        tree.ran(history, "monitor", 0, 7, 7, 0);
      }
      if (promotable && dice.percent(60)) {
        tree.transientAttribute(
            state,
            "master-" + primitive.getAttribute("id"),
            dice.pick("5", "10", "10", "100", "-1"));
      }
    }
    if (dice.percent(7)) {
      failures(primitive);
    }
  }

  private void failures(Element primitive) {
    Element state = tree.state(dice.from(nodes)).orElseThrow();
    String name = primitive.getAttribute("id") + "#monitor_10000";
    tree.transientAttribute(state, "fail-count-" + name, dice.pick("1", "3", "INFINITY"));
    tree.transientAttribute(state, "last-failure-" + name, "1700000200");
  }

  private void runs(Element history, Element primitive, boolean promotable, boolean promoted) {
    boolean device = primitive.getAttribute("class").equals(FENCING);
    tree.ran(history, "start", 0, 0, 0, 0);
    int chance = dice.between(0, 99);
    if (promoted) {
      tree.ran(history, "promote", 0, 0, 0, 0);
      tree.ran(history, "monitor", 10_000, 8, 8, 0);
      if (chance < 10) {
        tree.ran(history, "monitor", 10_000, dice.pick(7, 9, 1, 0), 8, 0);
      } else if (chance < 12) {
        tree.ran(history, "demote", 0, 1, 0, 0);
      }
    } else {
      if (!device) {
        tree.ran(history, "monitor", promotable ? 11_000 : 10_000, 0, 0, 0);
      }
      if (chance < 8 && !device) {
        tree.ran(history, "monitor", promotable ? 11_000 : 10_000, dice.pick(7, 1, 1, 5), 0, 0);
      }
    }
    if (chance >= 12 && chance < 15) {
      tree.ran(history, "stop", 0, 1, 0, 0);
    } else if (chance >= 15 && chance < 17 && !device) {
      tree.ran(history, dice.pick("stop", "start"), 0, 193, 0, -1);
    } else if (chance >= 17 && chance < 19) {
      tree.ran(history, "start", 0, 1, 0, 0);
    }
  }
}
