package ha.model.definition;

import ha.model.Score;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named values that hold when their rule does. Of several sets that name the same key, the one with
 * the greatest priority wins, then the one written first.
 *
 * @param id unique among sets; made up by the reader where the user gave none
 * @param rule absent: holds always
 */
public record AttributeSet(
    String id, Score priority, Optional<Rule> rule, SortedMap<String, String> values) {
  public AttributeSet {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** A set that always holds. */
  public static AttributeSet always(String id, SortedMap<String, String> values) {
    return new AttributeSet(id, Score.ZERO, Optional.empty(), values);
  }
}
