package ha.daemon.controller;

import ha.model.MonoTime;
import ha.model.ResourceId;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A node that is to leave, and on which a stop failed for good, may wait for ever: nobody is left
 * that could fence it, or nobody can. Then its daemon ends without goodbye. That gives nothing
 * away: the others have to make sure of this life before they take over what it may still run (S2,
 * S6).
 */
final class GivingUp {
  /** Where nobody else decides: what can be stopped here is stopped by then. */
  private static final Duration ALONE = Duration.ofMinutes(2);

  /** Where somebody leads who may be waiting for another node, or fencing this one. */
  private static final Duration LED = Duration.ofMinutes(10);

  private Optional<MonoTime> since = Optional.empty();
  private boolean over;

  /**
   * @param ledByOthers the leader is another node, or there are others to lead
   */
  void consider(LocalNode local, boolean ledByOthers, Now now, Step step) {
    SortedSet<ResourceId> stuck = local.stopFailed();
    if (over || !local.isLeaving() || !local.isIdle() || stuck.isEmpty()) {
      since = Optional.empty();
      return;
    }
    if (since.isEmpty()) {
      since = Optional.of(now.mono());
      step.say(
          "cannot leave yet: the stop of "
              + stuck
              + " failed; without a way out this daemon ends without goodbye in "
              + (ledByOthers ? LED : ALONE).toMinutes()
              + " min");
    }
    Duration patience = ledByOthers ? LED : ALONE;
    if (now.mono().since(since.get()).compareTo(patience) >= 0) {
      over = true;
      step.add(new ControllerEffect.StopsFailed(stuck));
      step.add(new ControllerEffect.GiveUp());
    }
  }
}
