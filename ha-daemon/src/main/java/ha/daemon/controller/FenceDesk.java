package ha.daemon.controller;

import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The leader's fencings: at most one for a node, retried with growing pauses until the node is off
 * or the leadership ends. What did not end is not off.
 */
final class FenceDesk {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final TreeMap<NodeName, Fencing> open = new TreeMap<>();
  private final long firstRequest;
  private long requests;

  FenceDesk(long firstRequest) {
    this.firstRequest = firstRequest;
  }

  /** One node's fencing. */
  static final class Fencing {
    private final NodeName node;
    private final Incarnation incarnation;
    private final FenceMode mode;
    private final String reason;
    private long request;
    private int attempts;
    private boolean running;
    private boolean confirmed;
    private MonoTime next = new MonoTime(0);

    private Fencing(NodeName node, Incarnation incarnation, FenceMode mode, String reason) {
      this.node = node;
      this.incarnation = incarnation;
      this.mode = mode;
      this.reason = reason;
    }

    NodeName node() {
      return node;
    }

    Incarnation incarnation() {
      return incarnation;
    }

    boolean isConfirmed() {
      return confirmed;
    }

    int attempts() {
      return attempts;
    }
  }

  /** Begins, or goes on with, fencing of this life of a node; whether it begins. */
  boolean want(
      NodeName node,
      Incarnation incarnation,
      FenceMode mode,
      String reason,
      Now now,
      List<ControllerEffect> out) {
    Fencing present = open.get(node);
    if (present != null && present.incarnation.equals(incarnation) && !present.confirmed) {
      return false;
    }
    Fencing fencing = new Fencing(node, incarnation, mode, reason);
    open.put(node, fencing);
    attempt(fencing, now, out);
    return true;
  }

  /**
   * Another proof than that of the devices: no further attempt, and the request of the one that is
   * under way, if one is.
   */
  Optional<Long> provedOtherwise(NodeName node, Incarnation incarnation) {
    Fencing fencing = open.get(node);
    if (fencing == null || fencing.confirmed || fencing.incarnation.newerThan(incarnation)) {
      return Optional.empty();
    }
    open.remove(node);
    return fencing.running ? Optional.of(fencing.request) : Optional.empty();
  }

  /** Nobody asks for it any more; an attempt that runs is not called back, but not repeated. */
  void drop(NodeName node) {
    open.remove(node);
  }

  Optional<Fencing> of(NodeName node) {
    return Optional.ofNullable(open.get(node));
  }

  /** Whether nobody is being switched, off or on again. */
  boolean isIdle() {
    return open.values().stream().noneMatch(f -> f.running);
  }

  /** The fencing that {@code request} belongs to, if it is still wanted. */
  Optional<Fencing> progressed(long request, FenceProgress progress, Now now) {
    boolean off = progress instanceof FenceProgress.OffConfirmed;
    Optional<Fencing> found =
        open.values().stream()
            .filter(f -> f.request == request)
            .filter(f -> !(off && f.confirmed))
            .findFirst();
    found.ifPresent(fencing -> {
      switch (progress) {
        case FenceProgress.OffConfirmed ignored -> fencing.confirmed = true;
        case FenceProgress.Failed ignored -> {
          fencing.running = false;
          fencing.next = now.mono().plus(pause(fencing.attempts));
        }
        case FenceProgress.OnEnded ignored -> fencing.running = false;
      }
    });
    return found;
  }

  private static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 7));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  void tick(Now now, List<ControllerEffect> out) {
    if (!now.mayAct()) {
      return;
    }
    for (Fencing fencing : new ArrayList<>(open.values())) {
      if (!fencing.running && !fencing.confirmed && !now.mono().before(fencing.next)) {
        attempt(fencing, now, out);
      }
    }
  }

  private void attempt(Fencing fencing, Now now, List<ControllerEffect> out) {
    requests++;
    fencing.request = firstRequest + requests;
    fencing.attempts++;
    fencing.running = true;
    out.add(
        new ControllerEffect.Fence(
            fencing.request, fencing.node, fencing.incarnation, fencing.mode, fencing.reason));
    out.add(
        new ControllerEffect.Say(
            "fencing "
                + fencing.node
                + " (attempt "
                + fencing.attempts
                + "): "
                + fencing.reason
                + (now.mayAct() ? "" : " (lease is about to end)")));
  }
}
