package ha.policy.situation;

import ha.model.plan.Reason;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What runs with other parameters than those defined now, and what is to be done about it. */
public final class Redefinitions {
  private final Map<Resource, Reason> restarts = new LinkedHashMap<>();
  private final Map<Resource, Reason> reloads = new LinkedHashMap<>();
  private final Set<String> repeated = new HashSet<>();

  public void restart(Resource r, Reason why) {
    restarts.putIfAbsent(r, why);
  }

  public void reload(Resource r, Reason why) {
    reloads.putIfAbsent(r, why);
  }

  /** The recurring operation is given anew. */
  public void repeat(String recurring) {
    repeated.add(recurring);
  }

  public Optional<Reason> restartReason(Resource r) {
    return Optional.ofNullable(restarts.get(r));
  }

  public Optional<Reason> reloadReason(Resource r) {
    return Optional.ofNullable(reloads.get(r));
  }

  public boolean repeats(String recurring) {
    return repeated.contains(recurring);
  }
}
