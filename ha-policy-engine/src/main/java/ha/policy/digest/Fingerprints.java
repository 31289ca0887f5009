package ha.policy.digest;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Fingerprints of one decision, each calculated once: instances of a clone and operations of a
 * resource are mostly given the same parameters.
 */
public final class Fingerprints {
  private final Map<Map<String, String>, String> ours = new HashMap<>();
  private final Map<Map<String, String>, String> pacemakers = new HashMap<>();

  /** Ours; the parameters are not changed any more. */
  public String of(SortedMap<String, String> parameters) {
    return ours.computeIfAbsent(parameters, Fingerprint::of);
  }

  /** Whether a recorded one is that of these parameters, which are not changed any more. */
  boolean matches(String recorded, SortedMap<String, String> parameters) {
    return recorded.equals(
        Fingerprint.isPacemaker(recorded)
            ? pacemakers.computeIfAbsent(parameters, Fingerprint::asPacemaker)
            : of(parameters));
  }
}
