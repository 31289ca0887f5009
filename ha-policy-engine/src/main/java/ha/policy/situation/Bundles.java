package ha.policy.situation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The replicas of each bundle. */
public final class Bundles {
  private final Map<Resource, List<Replica>> replicas = new LinkedHashMap<>();
  private final Map<Node, Replica> byGuest = new HashMap<>();
  private final Map<Resource, Replica> byContainer = new HashMap<>();

  void add(Replica replica) {
    replica.guest().ifPresent(guest -> byGuest.putIfAbsent(guest, replica));
    byContainer.putIfAbsent(replica.container(), replica);
    replicas.computeIfAbsent(replica.bundle(), b -> new ArrayList<>()).add(replica);
  }

  /** The bundle's replicas in order. */
  public List<Replica> of(Resource bundle) {
    return List.copyOf(replicas.getOrDefault(bundle, List.of()));
  }

  /** Whether there is no bundle with a replica. */
  public boolean isEmpty() {
    return replicas.isEmpty();
  }

  public List<Replica> all() {
    return replicas.values().stream().flatMap(List::stream).toList();
  }

  /** The replica whose container is this guest. */
  public Optional<Replica> in(Node guest) {
    return Optional.ofNullable(byGuest.get(guest));
  }

  /** The replica that has this container. */
  public Optional<Replica> ofContainer(Resource container) {
    return Optional.ofNullable(byContainer.get(container));
  }
}
