package ha.simulation.cluster;

import ha.simulation.cluster.Blueprint.Need;
import ha.simulation.time.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes definitions of a small cluster: which resources, how many nodes and how fast, by chance.
 */
public final class BlueprintWriter {
  private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave", "erin");

  private final StringBuilder text = new StringBuilder();
  private final List<Need> needs = new ArrayList<>();
  private final Dice dice;

  private BlueprintWriter(Dice dice) {
    this.dice = dice;
  }

  /**
   * A cluster by chance.
   *
   * @param size how many nodes; 0: by chance
   */
  public static Blueprint write(Dice dice, int size) {
    BlueprintWriter writer = new BlueprintWriter(dice);
    int nodes = size > 0 ? size : dice.pick(List.of(2, 2, 2, 3, 3, 4, 5));
    writer.cluster();
    writer.nodes(nodes);
    writer.resources(nodes);
    return Blueprint.of(writer.text.toString(), writer.needs);
  }

  /** Two nodes by chance, and a third that only votes. */
  public static Blueprint withWitness(Dice dice) {
    BlueprintWriter writer = new BlueprintWriter(dice);
    writer.cluster();
    writer.line("nodes:\n  carol: {links: [10.0.0.3], kind: witness}");
    writer.members(2);
    writer.resources(2);
    return Blueprint.of(writer.text.toString(), writer.needs);
  }

  /** {@code yaml} with a line more, which says nothing new, or with another wish. */
  public static String changed(String yaml, long number, Dice dice) {
    String stickiness = dice.pick(List.of("0", "1", "50", "200"));
    return yaml.replaceAll("stickiness: [0-9]+", "stickiness: " + stickiness)
        + "# change "
        + number
        + "\n";
  }

  private void cluster() {
    List<String> timing =
        dice.pick(
            List.of(
                List.of("100ms", "1s", "800ms"),
                List.of("100ms", "1s", "800ms"),
                List.of("200ms", "2s", "1600ms")));
    text.append("cluster:\n  name: simulated\n");
    line("  heartbeat: %s".formatted(timing.get(0)));
    line("  detection: %s".formatted(timing.get(1)));
    line("  lease: %s".formatted(timing.get(2)));
    line("  startup-wait: %s".formatted(dice.pick(List.of("5s", "10s", "20s"))));
    line("  fence-delay: %s".formatted(dice.pick(List.of("1s", "2s"))));
    line("  no-quorum-policy: %s".formatted(dice.pick(List.of("stop", "stop", "freeze"))));
    line("defaults: {resources: {stickiness: %d}}".formatted(dice.pick(List.of(1, 1, 100))));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void nodes(int count) {
    line("nodes:");
    members(count);
  }

  private void members(int count) {
    for (int i = 0; i < count; i++) {
      String preference = dice.chance(0.2) ? ", preference: 1" : "";
      line(
          "  %s: {links: [10.0.0.%d], fence: [%s-bmc]%s}"
              .formatted(NAMES.get(i), i + 1, NAMES.get(i), preference));
    }
    text.append("fence-devices:\n");
    for (int i = 0; i < count; i++) {
      line(
          "  %s-bmc: {agent: ipmi, address: 10.0.9.%d, user: ha, password-file: secrets/bmc}"
              .formatted(NAMES.get(i), i + 1));
    }
  }

  private void resources(int nodes) {
    List<String> constraints = new ArrayList<>();
    text.append("resources:\n");
    int singles = 1 + dice.below(3);
    for (int i = 0; i < singles; i++) {
      single("web" + i, nodes);
    }
    if (dice.chance(0.5)) {
      group();
    }
    if (dice.chance(0.4)) {
      line("  cache: {agent: dummy, clone: {interleave: true}, %s}".formatted(operations()));
    }
    if (dice.chance(0.5)) {
      line(
          "  store: {agent: stateful, promotable: {promoted-max: 1}, %s}"
              .formatted(
                  "operations: {start: {timeout: 8s}, stop: {timeout: 8s}, promote: {timeout: 8s},"
                      + " demote: {timeout: 8s}, monitor: [{interval: 2s, timeout: 5s, role:"
                      + " promoted}, {interval: 3s, timeout: 5s, role: unpromoted}]}"));
      if (dice.chance(0.6)) {
        constraints.add("  - order: [store.promote, web0]");
        constraints.add("  - together: [web0, store.promoted]");
        needs.add(new Need("web0", "store", true, true));
      }
    }
    if (singles > 1 && dice.chance(0.4)) {
      constraints.add("  - order: [web0, web1]");
      needs.add(new Need("web1", "web0", false, false));
      if (dice.chance(0.5)) {
        constraints.add("  - together: [web1, web0]");
      }
    } else if (singles > 1 && dice.chance(0.4)) {
      constraints.add("  - {apart: [web0, web1], score: 500}");
    }
    if (!constraints.isEmpty()) {
      text.append("constraints:\n");
      constraints.forEach(c -> text.append(c).append('\n'));
    }
  }

  private void single(String name, int nodes) {
    String migration = dice.chance(0.4) ? ", live-migration: true" : "";
    String prefers =
        dice.chance(0.4)
            ? ", prefers: {" + NAMES.get(dice.below(nodes)) + ": " + dice.between(1, 200) + "}"
            : "";
    String priority = dice.chance(0.4) ? ", priority: " + dice.between(1, 10) : "";
    String moves =
        migration.isEmpty() ? "" : ", migrate_to: {timeout: 8s}, migrate_from: {timeout: 8s}";
    line(
        "  %s: {agent: dummy%s%s%s, operations: {%s%s}}"
            .formatted(name, migration, prefers, priority, timeouts(), moves));
  }

  private void group() {
    line("  site:");
    line("    group:");
    line("      site-address: {agent: dummy, %s}".formatted(operations()));
    line("      site-server: {agent: dummy, %s}".formatted(operations()));
    needs.add(new Need("site-server", "site-address", false, true));
  }

  private String operations() {
    return "operations: {" + timeouts() + "}";
  }

  private String timeouts() {
    String interval = dice.pick(List.of("2s", "3s", "5s"));
    return "start: {timeout: 8s}, stop: {timeout: 8s}, monitor: {interval: "
        + interval
        + ", timeout: 5s}";
  }
}
