package ha.policy.pacemaker;

import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sets of values in the shortest form that says the same: in the order in which they count, those
 * that always hold joined, with the ids that our files give them.
 */
final class Sets {
  private final Rules rules;

  Sets(Rules rules) {
    this.rules = rules;
  }

  /** How one value is taken over. */
  @FunctionalInterface
  interface ValueTaker {
    /** Puts it into {@code into} as our files say it, or makes a note. */
    void take(AttributeSet from, String name, String value, SortedMap<String, String> into);
  }

  /** Sets of which the first stands plainly beside other keys, the others in a list. */
  List<AttributeSet> beside(
      List<AttributeSet> sets, String id, Score priority, SourcePosition place, ValueTaker taker) {
    List<AttributeSet> joined = joined(sets, taker);
    List<AttributeSet> named = new ArrayList<>();
    int listed = 0;
    for (AttributeSet set : joined) {
      boolean plain = named.isEmpty() && set.rule().isEmpty();
      String setId = plain ? id : id + "-" + ++listed;
      named.add(named(set, setId, priority, place));
    }
    return named;
  }

  /** Sets that are a mapping if there is one that always holds, and a list otherwise. */
  List<AttributeSet> alone(
      List<AttributeSet> sets, String id, SourcePosition place, ValueTaker taker) {
    List<AttributeSet> joined = joined(sets, taker);
    if (joined.size() == 1 && joined.getFirst().rule().isEmpty()) {
      return List.of(named(joined.getFirst(), id, Score.ZERO, place));
    }
    List<AttributeSet> named = new ArrayList<>();
    for (AttributeSet set : joined) {
      named.add(named(set, id + "-" + (named.size() + 1), Score.ZERO, place));
    }
    return named;
  }

  private AttributeSet named(AttributeSet set, String id, Score priority, SourcePosition place) {
    return new AttributeSet(
        id, priority, set.rule().map(rule -> rules.clean(rule, id + "-rule", place)), set.values());
  }

  /** In the order in which they count; their priorities say no more after that. */
  private static List<AttributeSet> joined(List<AttributeSet> sets, ValueTaker taker) {
    List<AttributeSet> ranked = new ArrayList<>(sets);
    ranked.sort(Comparator.comparing(AttributeSet::priority).reversed());
    List<AttributeSet> joined = new ArrayList<>();
    for (AttributeSet set : ranked) {
      SortedMap<String, String> values = new TreeMap<>();
      set.values().forEach((name, value) -> taker.take(set, name, value, values));
      if (values.isEmpty()) {
        continue;
      }
      boolean always = set.rule().isEmpty() || isEmpty(set);
      if (always && !joined.isEmpty() && joined.getLast().rule().isEmpty()) {
        values.putAll(joined.removeLast().values());
      }
      joined.add(
          new AttributeSet(set.id(), Score.ZERO, always ? Optional.empty() : set.rule(), values));
    }
    return joined;
  }

  private static boolean isEmpty(AttributeSet set) {
    return set.rule()
        .map(rule -> rule.expressions().isEmpty() && rule.role().isEmpty())
        .orElse(true);
  }
}
