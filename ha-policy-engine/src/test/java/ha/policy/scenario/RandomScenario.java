package ha.policy.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small clusters drawn by a seed: the same seed, the same cluster. */
final class RandomScenario {
  private final Random random;
  private final List<String> lines = new ArrayList<>();
  private final List<String> tops = new ArrayList<>();
  private final List<String> promotables = new ArrayList<>();
  private int names;

  private RandomScenario(long seed) {
    this.random = new Random(seed);
  }

  static List<String> lines(long seed) {
    RandomScenario scenario = new RandomScenario(seed);
    scenario.draw();
    return scenario.lines;
  }

  /** The same in trouble: everything has a history, stops fail, orders go in all directions. */
  static List<String> troubled(long seed) {
    RandomScenario scenario = new RandomScenario(seed);
    scenario.draw();
    scenario.trouble();
    return scenario.lines;
  }

  private void trouble() {
    if (random.nextInt(3) == 0) {
      lines.add("option fencing=false");
    }
    for (int i = 0; i < 3; i++) {
      String[] kinds = {"optional", "optional", "serialize"};
      String one = any();
      String other = any();
      if (!one.equals(other)) {
        lines.add("order x" + i + " " + one + " " + other + " kind=" + kinds[random.nextInt(3)]);
      }
    }
    List<String> nodes = named("node");
    for (String primitive : named("primitive")) {
      int copies = 1 + random.nextInt(nodes.size());
      for (int i = 0; i < copies; i++) {
        past(nodes.get(random.nextInt(nodes.size())), primitive);
      }
    }
  }

  private List<String> named(String kind) {
    return lines.stream()
        .map(line -> line.split(" "))
        .filter(words -> words[0].equals(kind))
        .map(words -> words[1])
        .toList();
  }

  private void past(String node, String primitive) {
    switch (random.nextInt(6)) {
      case 0 -> {
        lines.add("at " + node + " " + primitive + " stop 1");
        if (random.nextBoolean()) {
          lines.add("failures " + node + " " + primitive + " stop INFINITY");
        }
      }
      case 1 -> {
        lines.add("at " + node + " " + primitive + " start 0");
        lines.add("at " + node + " " + primitive + " monitor/10s 1");
      }
      case 2 -> lines.add("at " + node + " " + primitive + " stop 0");
      default -> lines.add("runs " + primitive + " " + node);
    }
  }

  private void draw() {
    lines.add("fence bmc");
    int nodes = 1 + random.nextInt(4);
    for (int n = 1; n <= nodes; n++) {
      lines.add("node n" + n + standing(n));
    }
    if (random.nextInt(4) == 0) {
      lines.add("option symmetric=false");
    }
    int resources = 1 + random.nextInt(6);
    for (int i = 0; i < resources; i++) {
      resource();
    }
    int constraints = random.nextInt(6);
    for (int i = 0; i < constraints; i++) {
      constraint(i, nodes);
    }
    for (String top : tops) {
      history(top, nodes);
    }
    if (random.nextBoolean()) {
      lines.add("probed");
    }
  }

  private String standing(int n) {
    return switch (random.nextInt(10)) {
      case 0 -> n == 1 ? "" : " lost";
      case 1 -> " standby=on";
      case 2 -> n == 1 ? "" : " unseen";
      case 3 -> " leaving";
      default -> "";
    };
  }

  private String primitive() {
    String name = "r" + ++names;
    String options = "";
    if (random.nextInt(3) == 0) {
      options += " live-migration=true";
    }
    if (random.nextInt(8) == 0) {
      options += " target-role=stopped";
    }
    if (random.nextInt(4) == 0) {
      options += " priority=" + random.nextInt(20);
    }
    if (random.nextInt(2) == 0) {
      options += " op:monitor=10s";
    }
    if (random.nextInt(6) == 0) {
      options += " requires=quorum";
    }
    lines.add("primitive " + name + options);
    return name;
  }

  private void resource() {
    int kind = random.nextInt(6);
    String inner = primitive();
    if (kind == 3) {
      String group = "g" + ++names;
      lines.add("group " + group + " " + inner + " " + primitive());
      inner = group;
    }
    if (kind >= 4) {
      String clone = "c" + ++names;
      boolean promotable = random.nextBoolean();
      lines.add(
          "clone "
              + clone
              + " "
              + inner
              + (promotable ? " promotable=true" : "")
              + (random.nextBoolean() ? " interleave=true" : "")
              + (random.nextBoolean() ? " notify=true" : "")
              + (random.nextInt(4) == 0 ? " clone-max=1" : ""));
      if (promotable) {
        promotables.add(clone);
        lines.add("location promote-" + clone + " " + clone + " n1 10 role=promoted");
      }
      inner = clone;
    }
    tops.add(inner);
  }

  private String any() {
    return tops.get(random.nextInt(tops.size()));
  }

  private void constraint(int i, int nodes) {
    String score =
        switch (random.nextInt(5)) {
          case 0 -> "INFINITY";
          case 1 -> "-INFINITY";
          case 2 -> "-50";
          default -> Integer.toString(random.nextInt(200));
        };
    int a = random.nextInt(tops.size());
    int b = random.nextInt(tops.size());
    switch (random.nextInt(3)) {
      case 0 ->
          lines.add(
              "location l" + i + " " + any() + " n" + (1 + random.nextInt(nodes)) + " " + score);
      case 1 -> {
        if (a != b) {
          String first = tops.get(Math.min(a, b));
          String second = tops.get(Math.max(a, b));
          String role = promotables.contains(first) && random.nextBoolean() ? "/promoted" : "";
          lines.add("together t" + i + " " + second + " " + first + role + " " + score);
        }
      }
      default -> {
        if (a != b) {
          String first = tops.get(Math.min(a, b));
          String second = tops.get(Math.max(a, b));
          String action = promotables.contains(first) && random.nextBoolean() ? "/promote" : "";
          String kind =
              switch (random.nextInt(3)) {
                case 0 -> " kind=optional";
                case 1 -> " symmetrical=false";
                default -> "";
              };
          lines.add(
              "order o"
                  + i
                  + " "
                  + first
                  + action
                  + " "
                  + second
                  + (action.isEmpty() ? "" : "/start")
                  + kind);
        }
      }
    }
  }

  private void history(String top, int nodes) {
    if (top.startsWith("r") && random.nextBoolean()) {
      String node = "n" + (1 + random.nextInt(nodes));
      switch (random.nextInt(6)) {
        case 0 -> {
          lines.add("at " + node + " " + top + " start 0");
          lines.add("at " + node + " " + top + " monitor/10s 7");
        }
        case 1 -> lines.add("at " + node + " " + top + " start pending");
        case 2 -> lines.add("at " + node + " " + top + " stop 1");
        default -> lines.add("runs " + top + " " + node);
      }
    }
  }
}
