package ha.daemon.selffence;

import ha.daemon.controller.Holding;
import java.util.Optional;

/**
 * What speaks for and against this node at a moment.
 *
 * @param mayAct it holds its lease
 * @param disksReadable it would see a message on every fence disk
 * @param fenceOrdered the cluster decided to fence this life of it, and why
 * @param message somebody wrote to a fence disk that it is to be reset, and why
 */
public record Trial(
    boolean mayAct,
    Holding holding,
    boolean disksReadable,
    Optional<String> fenceOrdered,
    Optional<String> message) {
  /**
   * Why this node must be reset; empty if it need not.
   *
   * @param mayHold something exclusive may run here
   */
  Optional<String> guilt(Reliance reliance, boolean mayHold) {
    if (message.isPresent()) {
      return message.map(why -> "this node is fenced: " + why);
    }
    if (reliance == Reliance.NOTHING || !mayHold) {
      return Optional.empty();
    }
    if (fenceOrdered.isPresent()) {
      return fenceOrdered.map(why -> "this node is to be fenced: " + why);
    }
    boolean lost =
        switch (reliance) {
          case NOTHING -> false;
          case AUTHORITY -> !mayAct;
          case DISK -> !mayAct && !disksReadable;
        };
    String disk = reliance == Reliance.DISK ? ", cannot read the fence disk" : "";
    return lost
        ? Optional.of(
            "this node may not act"
                + disk
                + " and still holds resources; it is spared if they stop or it is taken in again")
        : Optional.empty();
  }

  String spared() {
    return mayAct ? "this node may act again" : "nothing speaks against this node any more";
  }
}
