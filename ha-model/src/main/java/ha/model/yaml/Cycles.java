package ha.model.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A directed graph that can name its cycles. */
final class Cycles<T> {
  private final Map<T, Set<T>> edges = new LinkedHashMap<>();

  void edge(T from, T to) {
    edges.computeIfAbsent(from, key -> new LinkedHashSet<>()).add(to);
  }

  /** A shortest way from one vertex to another, both included, or empty if there is none. */
  Optional<List<T>> path(T from, T to) {
    Map<T, T> cameFrom = new LinkedHashMap<>();
    List<T> frontier = List.of(from);
    Set<T> seen = new HashSet<>(frontier);
    while (!frontier.isEmpty()) {
      List<T> next = new ArrayList<>();
      for (T vertex : frontier) {
        if (vertex.equals(to)) {
          return Optional.of(back(cameFrom, from, to));
        }
        for (T target : after(vertex)) {
          if (seen.add(target)) {
            cameFrom.put(target, vertex);
            next.add(target);
          }
        }
      }
      frontier = next;
    }
    return Optional.empty();
  }

  private Collection<T> after(T vertex) {
    return edges.getOrDefault(vertex, Set.of());
  }

  private static <T> List<T> back(Map<T, T> cameFrom, T from, T to) {
    List<T> path = new ArrayList<>(List.of(to));
    T vertex = to;
    while (!vertex.equals(from)) {
      T before = cameFrom.get(vertex);
      if (before == null) {
        throw new IllegalStateException("no way back from " + vertex);
      }
      vertex = before;
      path.add(vertex);
    }
    return path.reversed();
  }
}
