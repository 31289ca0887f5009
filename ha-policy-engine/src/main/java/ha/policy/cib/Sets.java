package ha.policy.cib;

import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.policy.options.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads sets of name-value pairs. */
final class Sets {
  /** The most of anything that Pacemaker can count. */
  private static final long MOST = Integer.MAX_VALUE;

  private final Map<String, XmlElement> byId;
  private final UnaryOperator<String> amounts;

  /** Options of operations that Pacemaker does not look for in sets. */
  static final Set<String> ONLY_ATTRIBUTES = Set.of("enabled", "role");

  /**
   * @param byId every element that has an id, for references
   * @param amounts how amounts are read
   */
  Sets(Map<String, XmlElement> byId, UnaryOperator<String> amounts) {
    this.byId = byId;
    this.amounts = amounts;
  }

  /** An amount as Pacemaker counts it: what is more than 2³¹ − 1 is taken for that. */
  static String counted(String amount) {
    return Long.toString(Math.clamp(Values.amount(amount), -MOST, MOST));
  }

  /** The sets of amounts within an element. */
  List<AttributeSet> amounts(XmlElement parent) {
    return read(parent, "utilization", Names::same).stream()
        .map(set -> {
          TreeMap<String, String> values = new TreeMap<>(set.values());
          values.replaceAll((name, amount) -> amounts.apply(amount));
          return new AttributeSet(set.id(), set.priority(), set.rule(), values);
        })
        .toList();
  }

  /** The sets of one kind within an element; of those with one score, the last counts first. */
  List<AttributeSet> read(XmlElement parent, String kind, UnaryOperator<String> names) {
    List<AttributeSet> sets = new ArrayList<>();
    for (XmlElement set : parent.all(kind)) {
      sets.addFirst(read(set, names));
    }
    return sets;
  }

  /**
   * The options of an operation, or of all. Of sets with one score the first counts first. What is
   * in {@link #ONLY_ATTRIBUTES} counts as an attribute of the operation only.
   */
  List<AttributeSet> ofOperation(XmlElement parent) {
    List<AttributeSet> sets = new ArrayList<>();
    for (AttributeSet set : read(parent, "meta_attributes", Names::same).reversed()) {
      TreeMap<String, String> values = new TreeMap<>(set.values());
      values.keySet().removeAll(ONLY_ATTRIBUTES);
      sets.add(new AttributeSet(set.id(), set.priority(), set.rule(), values));
    }
    return sets;
  }

  AttributeSet read(XmlElement written, UnaryOperator<String> names) {
    XmlElement set = resolve(written);
    TreeMap<String, String> values = new TreeMap<>();
    XmlElement pairs = set.first("attributes").orElse(set);
    for (XmlElement pair : pairs.all("nvpair")) {
      XmlElement real = resolve(pair);
      String name = pair.attribute("name", real.attribute("name", ""));
      real.attribute("value")
          .filter(value -> !value.equals("#default"))
          .ifPresent(value -> values.putIfAbsent(names.apply(name), value));
    }
    return new AttributeSet(
        set.id(),
        score(set.attribute("score", "0")),
        set.first("rule").map(CibRules::read),
        values);
  }

  private XmlElement resolve(XmlElement element) {
    return element.attribute("id-ref").map(id -> byId.getOrDefault(id, element)).orElse(element);
  }

  /** A score as Pacemaker reads it: what is none counts as zero. */
  static Score score(String text) {
    String trimmed = text.strip();
    if (trimmed.equalsIgnoreCase("infinity") || trimmed.equalsIgnoreCase("+infinity")) {
      return Score.INFINITY;
    }
    if (trimmed.equalsIgnoreCase("-infinity")) {
      return Score.MINUS_INFINITY;
    }
    try {
      return Score.of((long) Double.parseDouble(trimmed));
    } catch (NumberFormatException e) {
      return Score.ZERO;
    }
  }
}
