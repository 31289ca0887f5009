package ha.model.yaml;

import ha.model.Score;
import ha.model.definition.AttributeSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Spells sets of values: plainly where that says all, else in full. */
final class SetWriter {
  private SetWriter() {}

  /**
   * Writes options: those of a first, plain set as keys of {@code target}, all others under {@code
   * options}.
   *
   * @param id what a plain set is called
   * @param suitable which options may stand as keys there
   */
  static void options(
      Map<String, Object> target,
      List<AttributeSet> sets,
      String id,
      Score priority,
      Predicate<SortedMap<String, String>> suitable) {
    Optional<AttributeSet> plain = plain(sets, id, priority).filter(s -> suitable.test(s.values()));
    plain.ifPresent(set -> target.putAll(set.values()));
    List<AttributeSet> rest = plain.isPresent() ? sets.subList(1, sets.size()) : sets;
    if (!rest.isEmpty()) {
      target.put("options", listed(rest, id, UnaryOperator.identity()));
    }
  }

  /** Writes the sets under {@code key}, unless there are none. */
  static void values(Map<String, Object> target, String key, List<AttributeSet> sets, String id) {
    values(target, key, sets, id, UnaryOperator.identity());
  }

  /** As above, each value spelled anew. */
  static void values(
      Map<String, Object> target,
      String key,
      List<AttributeSet> sets,
      String id,
      UnaryOperator<String> spelling) {
    if (!sets.isEmpty()) {
      target.put(
          key,
          sets.size() == 1 && plain(sets, id, Score.ZERO).isPresent()
              ? spelled(sets.getFirst().values(), spelling)
              : listed(sets, id, spelling));
    }
  }

  /** The first set, if it needs no more than its values to be told. */
  static Optional<AttributeSet> plain(List<AttributeSet> sets, String id, Score priority) {
    return sets.stream()
        .findFirst()
        .filter(set -> set.id().equals(id) && set.priority().equals(priority))
        .filter(set -> set.rule().isEmpty() && !set.values().isEmpty());
  }

  static List<Object> listed(List<AttributeSet> sets, String id, UnaryOperator<String> spelling) {
    List<Object> list = new java.util.ArrayList<>();
    for (AttributeSet set : sets) {
      Map<String, Object> map = new LinkedHashMap<>();
      if (!set.id().equals(OptionReader.listedId(id, list.size()))) {
        map.put("id", set.id());
      }
      if (!set.priority().equals(Score.ZERO)) {
        map.put("priority", set.priority().toString());
      }
      set.rule().ifPresent(rule -> map.put("rule", RuleWriter.rule(rule, set.id() + "-rule")));
      map.put("values", spelled(set.values(), spelling));
      list.add(map);
    }
    return list;
  }

  private static SortedMap<String, String> spelled(
      SortedMap<String, String> values, UnaryOperator<String> spelling) {
    SortedMap<String, String> result = new TreeMap<>(values);
    result.replaceAll((key, value) -> spelling.apply(value));
    return result;
  }
}
