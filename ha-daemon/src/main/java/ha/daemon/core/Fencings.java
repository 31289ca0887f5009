package ha.daemon.core;

import ha.daemon.controller.ControllerEffect;
import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.membership.agreement.AgreementEffect;
import ha.membership.agreement.AgreementEvent;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fencings under way, told apart by their requests: those of the agreement, which one of two nodes
 * needs to go on alone, have numbers below zero; those of the leader's controller have others.
 */
final class Fencings {
  private final TreeMap<Long, Fenced> ofAgreement = new TreeMap<>();
  private final TreeSet<Long> ofLeader = new TreeSet<>();
  private long requests;

  private record Fenced(NodeName node, Incarnation incarnation) {}

  static boolean isOfLeader(long request) {
    return request >= 0;
  }

  // ---- the agreement's -----------------------------------------------------------------------

  void begin(AgreementEffect.FencePeer e, List<CoreEffect> out) {
    ofAgreement
        .entrySet()
        .removeIf(old -> {
          boolean same = old.getValue().node().equals(e.node());
          if (same) {
            out.add(new CoreEffect.CancelFence(old.getKey(), "asked anew"));
          }
          return same;
        });
    long request = - ++requests;
    ofAgreement.put(request, new Fenced(e.node(), e.incarnation()));
    out.add(
        new CoreEffect.Fence(
            request, e.node(), e.incarnation(), FenceMode.REBOOT, e.delay(), e.reason()));
  }

  void cancel(AgreementEffect.CancelFence e, List<CoreEffect> out) {
    ofAgreement.forEach((request, fenced) -> {
      if (fenced.node().equals(e.node())) {
        out.add(new CoreEffect.CancelFence(request, e.reason()));
      }
    });
  }

  void breakOff(AgreementEffect.BreakOffFence e, List<CoreEffect> out) {
    ofAgreement
        .entrySet()
        .removeIf(under -> {
          boolean same = under.getValue().node().equals(e.node());
          if (same) {
            out.add(new CoreEffect.BreakOffFence(under.getKey(), e.reason()));
          }
          return same;
        });
  }

  /** What the agreement is to hear of how one of its fencings goes on. */
  Optional<AgreementEvent> progressed(CoreEvent.FenceProgressed e, List<CoreEffect> out) {
    Fenced fenced = ofAgreement.get(e.request());
    if (fenced == null) {
      return Optional.empty();
    }
    return switch (e.progress()) {
      case FenceProgress.OffConfirmed off ->
          Optional.of(
              new AgreementEvent.FenceConfirmed(
                  fenced.node(), fenced.incarnation(), off.device(), "cluster", off.how()));
      case FenceProgress.Failed failed -> {
        ofAgreement.remove(e.request());
        yield Optional.of(
            new AgreementEvent.FenceFailed(
                fenced.node(), fenced.incarnation(), failed.device(), failed.cause()));
      }
      case FenceProgress.OnEnded on -> {
        ofAgreement.remove(e.request());
        out.add(
            new CoreEffect.Say(
                on.on()
                    ? fenced.node() + " is switched on again"
                    : fenced.node() + " stays off: " + on.detail()));
        yield Optional.empty();
      }
    };
  }

  // ---- the leader's --------------------------------------------------------------------------

  void begin(ControllerEffect.Fence e, List<CoreEffect> out) {
    ofLeader.add(e.request());
    out.add(
        new CoreEffect.Fence(
            e.request(), e.node(), e.incarnation(), e.mode(), Duration.ZERO, e.reason()));
  }

  void breakOff(ControllerEffect.BreakOffFence e, List<CoreEffect> out) {
    if (ofLeader.remove(e.request())) {
      out.add(new CoreEffect.BreakOffFence(e.request(), e.reason()));
    }
  }

  void ended(long request) {
    ofLeader.remove(request);
  }

  /** A leadership that has ended fences nobody; the next one decides that for itself. */
  void callOff(List<CoreEffect> out) {
    ofLeader.forEach(request -> out.add(new CoreEffect.CancelFence(request, "the term has ended")));
    ofLeader.clear();
  }
}
