package ha.policy.bundle;

import ha.policy.situation.Node;
import ha.policy.situation.Replica;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Optional;

/** In the container of a bundle runs its instance of the child, and nothing else. */
public final class BundlePlaces {
  private BundlePlaces() {}

  /** Whether the resource may run on the node, as far as bundles are concerned. */
  public static boolean permit(Situation s, Resource r, Node node) {
    if (s.bundles.isEmpty()) {
      return true;
    }
    Optional<Replica> replica = s.bundles.in(node);
    Optional<Resource> clone = r.isClone() ? Optional.of(r) : r.cloneOf();
    boolean childOfBundle = clone.map(c -> c.parent != null && c.parent.isBundle()).orElse(false);
    if (replica.isEmpty()) {
      return !childOfBundle;
    }
    boolean ours = childOfBundle && clone.map(c -> c.parent).equals(replica.map(Replica::bundle));
    return ours && (r.isClone() || replica.flatMap(Replica::child).equals(Optional.of(r)));
  }

  /**
   * Allows what needs nobody's permission: connections wherever members are, since they follow
   * their containers, and children in these.
   */
  public static void allowParts(Situation s) {
    for (Replica replica : s.bundles.all()) {
      replica
          .connection()
          .ifPresent(connection -> {
            for (Node node : s.nodes) {
              if (!node.remote()) {
                connection.scores.allow(node.index);
              }
            }
          });
      if (replica.guest().isPresent() && replica.child().isPresent()) {
        int guest = replica.guest().get().index;
        Resource child = replica.child().get();
        child.scores.allow(guest);
        child.cloneOf().ifPresent(clone -> clone.scores.allow(guest));
      }
    }
  }
}
