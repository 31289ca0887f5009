package ha.policy.conformance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Compares a result line with an expectation, as the corpus's own script does. */
record CorpusScore(boolean placement, boolean actions, boolean graph, boolean order) {

  static CorpusScore of(JsonNode want, JsonNode got) {
    return new CorpusScore(
        placement(want).equals(placement(got)),
        actions(want).equals(actions(got)),
        count(want).equals(count(got)),
        ordered(want, got));
  }

  boolean all() {
    return placement && actions && graph && order;
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.get(field);
    return value == null ? "-" : value.asString();
  }

  private static Map<String, List<String>> placement(JsonNode result) {
    Map<String, List<String>> places = new TreeMap<>();
    result
        .get("after")
        .get("multiset")
        .properties()
        .forEach(entry -> {
          List<String> active = new ArrayList<>();
          entry.getValue().get("active").forEach(place -> active.add(place.toString()));
          if (!active.isEmpty()) {
            active.sort(null);
            places.put(entry.getKey(), active);
          }
        });
    return places;
  }

  private static Map<String, Integer> actions(JsonNode result) {
    Map<String, Integer> count = new TreeMap<>();
    for (JsonNode a : result.get("actions")) {
      StringBuilder key = new StringBuilder();
      for (String field : List.of("action", "base", "mode", "node", "from", "to")) {
        key.append(text(a, field)).append('|');
      }
      JsonNode blocked = a.get("blocked");
      key.append(blocked != null && blocked.asBoolean());
      count.merge(key.toString(), 1, Integer::sum);
    }
    return count;
  }

  private static String key(JsonNode operation) {
    String interval =
        text(operation, "op").equals("monitor") ? text(operation, "interval_ms") : "-";
    return text(operation, "kind")
        + "|"
        + text(operation, "op")
        + "|"
        + text(operation, "base")
        + "|"
        + text(operation, "node")
        + "|"
        + (interval.equals("0") ? "-" : interval);
  }

  private static Map<String, Integer> count(JsonNode result) {
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

  private static boolean ordered(JsonNode want, JsonNode got) {
    Map<String, Integer> wanted = new HashMap<>();
    want.get("graph").forEach(o -> wanted.merge(key(o), 1, Integer::sum));
    Map<String, List<Integer>> index = new HashMap<>();
    int size = got.get("graph").size();
    for (int i = 0; i < size; i++) {
      index.computeIfAbsent(key(got.get("graph").get(i)), k -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> next = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      next.add(new ArrayList<>());
    }
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
      if (a.size() != 1 || b.size() != 1) {
        return false;
      }
      BitSet after = reached.computeIfAbsent(a.getFirst(), start -> reach(next, start));
      if (!after.get(b.getFirst())) {
        return false;
      }
    }
    return true;
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
