package ha.checks.modules.samples.shuffled;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

final class Shuffled {
  private Shuffled() {}

  static Set<String> copied(Set<String> names) {
    return Set.copyOf(names);
  }

  static Map<String, String> copied(Map<String, String> names) {
    return Map.copyOf(names);
  }

  static Set<String> collected(Set<String> names) {
    return names.stream().collect(Collectors.toUnmodifiableSet());
  }
}
