package ha.policy.conformance;

import ha.policy.conformance.Difference.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Compares a result line with an expectation, as the corpus's own script does. */
public final class Comparison {
  private final JsonNode want;
  private final JsonNode got;
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(JsonNode want, JsonNode got) {
    this.want = want;
    this.got = got;
  }

  /** Where the two differ; empty if they agree in all four. */
  public static List<Difference> between(JsonNode want, JsonNode got) {
    Comparison comparison = new Comparison(want, got);
    if (got.has("error")) {
      comparison.differences.add(new Difference(Kind.ERROR, got.get("error").asString()));
    } else {
      comparison.count(Kind.PLACEMENT, placement(want), placement(got));
      comparison.count(Kind.ACTIONS, actions(want), actions(got));
      comparison.count(Kind.GRAPH, operations(want), operations(got));
      comparison.order();
    }
    return comparison.differences;
  }

  private void count(Kind kind, Map<String, Integer> wanted, Map<String, Integer> had) {
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(had.keySet());
    for (String key : keys) {
      int more = had.getOrDefault(key, 0) - wanted.getOrDefault(key, 0);
      if (more != 0) {
        String times = Math.abs(more) > 1 ? " x" + Math.abs(more) : "";
        differences.add(new Difference(kind, (more > 0 ? "+" : "-") + key + times));
      }
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? "" : value.asString();
  }

  private static String words(JsonNode node, List<String> fields) {
    StringBuilder words = new StringBuilder();
    for (String field : fields) {
      String text = text(node, field);
      if (!text.isEmpty()) {
        words.append(words.isEmpty() ? "" : " ").append(prefix(field)).append(text);
      }
    }
    return words.toString();
  }

  private static String prefix(String field) {
    return switch (field) {
      case "from" -> "from=";
      case "to" -> "to=";
      case "node" -> "@";
      default -> "";
    };
  }

  private static Map<String, Integer> placement(JsonNode result) {
    Map<String, Integer> places = new TreeMap<>();
    result
        .get("after")
        .get("multiset")
        .properties()
        .forEach(entry -> {
          for (JsonNode place : entry.getValue().get("active")) {
            String at = place.get(1).asString() + " @" + place.get(0).asString();
            places.merge(entry.getKey() + " " + at, 1, Integer::sum);
          }
        });
    return places;
  }

  private static Map<String, Integer> actions(JsonNode result) {
    Map<String, Integer> count = new TreeMap<>();
    for (JsonNode action : result.get("actions")) {
      String key = words(action, List.of("action", "base", "mode", "node", "from", "to"));
      JsonNode blocked = action.get("blocked");
      boolean stays = blocked != null && blocked.asBoolean();
      count.merge(key + (stays ? " blocked" : ""), 1, Integer::sum);
    }
    return count;
  }

  private static String key(JsonNode operation) {
    String interval = text(operation, "op").equals("monitor") ? text(operation, "interval_ms") : "";
    String key = words(operation, List.of("kind", "op", "base", "node"));
    return interval.isEmpty() || interval.equals("0") ? key : key + " /" + interval;
  }

  private static Map<String, Integer> operations(JsonNode result) {
    Map<String, Integer> count = new TreeMap<>();
    for (JsonNode operation : result.get("graph")) {
      JsonNode pseudo = operation.get("pseudo");
      boolean real =
          !text(operation, "kind").equals("pseudo") && !(pseudo != null && pseudo.asBoolean());
      if (real) {
        count.merge(key(operation), 1, Integer::sum);
      }
    }
    return count;
  }

  private void order() {
    Map<String, Integer> wanted = new HashMap<>();
    want.get("graph").forEach(o -> wanted.merge(key(o), 1, Integer::sum));
    Map<String, List<Integer>> index = new HashMap<>();
    for (int i = 0; i < got.get("graph").size(); i++) {
      index.computeIfAbsent(key(got.get("graph").get(i)), k -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> next = new ArrayList<>();
    got.get("graph").forEach(o -> next.add(new ArrayList<>()));
    got.get("precedence").forEach(p -> next.get(p.get(0).asInt()).add(p.get(1).asInt()));
    Map<Integer, BitSet> reached = new HashMap<>();
    for (JsonNode pair : want.get("precedence")) {
      String first = key(want.get("graph").get(pair.get(0).asInt()));
      String then = key(want.get("graph").get(pair.get(1).asInt()));
      if (wanted.getOrDefault(first, 0) != 1 || wanted.getOrDefault(then, 0) != 1) {
        continue;
      }
      List<Integer> a = index.getOrDefault(first, List.of());
      List<Integer> b = index.getOrDefault(then, List.of());
      boolean holds =
          a.size() == 1
              && b.size() == 1
              && reached
                  .computeIfAbsent(a.getFirst(), start -> reach(next, start))
                  .get(b.getFirst());
      if (!holds) {
        differences.add(new Difference(Kind.ORDER, "-" + first + " -> " + then));
      }
    }
  }

  private static BitSet reach(List<List<Integer>> next, int start) {
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (int then : next.get(open.pop())) {
        if (!seen.get(then)) {
          seen.set(then);
          open.push(then);
        }
      }
    }
    return seen;
  }
}
