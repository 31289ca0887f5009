package ha.policy.options;

import ha.model.definition.AttributeSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Merges sets of named values into one: greatest priority first, then the order written. */
public final class AttributeSets {
  private AttributeSets() {}

  /** The values that hold. */
  public static SortedMap<String, String> values(List<AttributeSet> sets, RuleContext context) {
    SortedMap<String, String> values = new TreeMap<>();
    addMissing(values, sets, context);
    return values;
  }

  /** Adds those values that hold and whose name is not in {@code values} yet. */
  public static void addMissing(
      Map<String, String> values, List<AttributeSet> sets, RuleContext context) {
    if (sets.isEmpty()) {
      return;
    }
    List<AttributeSet> ranked =
        sets.size() < 2
            ? sets
            : sets.stream()
                .sorted(Comparator.comparing(AttributeSet::priority).reversed())
                .toList();
    for (AttributeSet set : ranked) {
      if (set.rule().isEmpty() || Rules.holds(set.rule().get(), context)) {
        set.values().forEach(values::putIfAbsent);
      }
    }
  }
}
