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
   * Allows the children of bundles in their containers, even where nothing else allows anything.
   */
  public static void allowChildren(Situation s) {
    for (Replica replica : s.bundles.all()) {
      replica
          .guest()
          .ifPresent(guest ->
              replica
                  .child()
                  .ifPresent(child -> {
                    child.scores.allow(guest.index);
                    child.cloneOf().ifPresent(clone -> clone.scores.allow(guest.index));
                  }));
    }
  }
}
