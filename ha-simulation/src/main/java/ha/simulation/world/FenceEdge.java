package ha.simulation.world;

import ha.daemon.controller.ControllerEvent.FenceProgress;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.model.plan.PlannedAction.FenceMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One daemon's fencing: waits its delay while it reads, then off, reads until it is off, on. */
final class FenceEdge {
  private static final Duration BETWEEN_READS = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final World world;
  private final Daemon daemon;
  private final Map<Long, Fencing> open = new TreeMap<>();

  private static final class Fencing {
    final CoreEffect.Fence order;
    final Machine target;
    final long beginNanos;
    boolean sent;
    boolean over;

    Fencing(CoreEffect.Fence order, Machine target, long beginNanos) {
      this.order = order;
      this.target = target;
      this.beginNanos = beginNanos;
    }
  }

  FenceEdge(World world, Daemon daemon) {
    this.world = world;
    this.daemon = daemon;
  }

  void fence(CoreEffect.Fence order) {
    Machine target = world.machine(order.node());
    world.counters().count("fence orders");
    daemon
        .machine()
        .note(
            "fences "
                + order.node()
                + " (life "
                + order.incarnation()
                + ") after "
                + order.delay().toMillis()
                + " ms: "
                + order.reason());
    world.witness().fenceOrdered(daemon, order.node(), order.incarnation(), order.reason());
    long begin = world.timeline().nowNanos() + order.delay().toNanos();
    Fencing fencing = new Fencing(order, target, begin);
    open.put(order.request(), fencing);
    if (world.has(Weakness.FENCE_REMEMBERS_OFF) && target.wasReadOff()) {
      confirm(fencing, "remembered", false);
      return;
    }
    if (world.has(Weakness.FENCE_IS_NOT_WAITED_FOR)) {
      confirm(fencing, "ordered", false);
      return;
    }
    read(fencing);
  }

  void cancel(CoreEffect.CancelFence order) {
    Fencing fencing = open.get(order.request());
    if (fencing == null || fencing.sent || fencing.over) {
      return;
    }
    daemon.machine().note("fencing of " + fencing.target + " called off: " + order.reason());
    if (world.has(Weakness.CANCEL_FENCE_CONFIRMS)) {
      confirm(fencing, "called off", false);
      return;
    }
    fail(fencing, "called off: " + order.reason());
  }

  /** What the BMC was told it does all the same; nobody asks it any more. */
  void breakOff(CoreEffect.BreakOffFence order) {
    Fencing fencing = open.remove(order.request());
    if (fencing != null) {
      fencing.over = true;
      daemon.machine().note("fencing of " + fencing.target + " broken off: " + order.why());
    }
  }

  private void read(Fencing fencing) {
    if (fencing.over) {
      return;
    }
    ask(fencing, Bmc.Command.STATUS, reply -> taken(fencing, reply));
  }

  private void ask(
      Fencing fencing, Bmc.Command command, java.util.function.Consumer<Optional<Bmc.Reply>> then) {
    fencing
        .target
        .bmc()
        .ask(daemon.machine(), command, reply -> daemon.post(() -> then.accept(reply)));
  }

  private void taken(Fencing fencing, Optional<Bmc.Reply> reply) {
    if (fencing.over) {
      return;
    }
    long now = world.timeline().nowNanos();
    boolean silent = reply.isEmpty() && world.has(Weakness.FENCE_TRUSTS_SILENCE) && fencing.sent;
    if (reply.filter(Bmc.Reply.IS_OFF::equals).isPresent()) {
      confirm(fencing, fencing.sent ? "off, read back" : "off already", true);
    } else if (silent) {
      confirm(fencing, "does not answer", false);
    } else if (!fencing.sent && now >= fencing.beginNanos) {
      fencing.sent = true;
      ask(fencing, Bmc.Command.OFF, accepted -> commanded(fencing, accepted));
    } else if (now >= fencing.beginNanos + PATIENCE.toNanos()) {
      fail(fencing, reply.isEmpty() ? "no answer" : "still on");
    } else {
      daemon.later(BETWEEN_READS, () -> read(fencing));
    }
  }

  private void commanded(Fencing fencing, Optional<Bmc.Reply> accepted) {
    if (accepted.isPresent() && world.has(Weakness.FENCE_TRUSTS_COMMAND)) {
      confirm(fencing, "accepted", false);
    } else {
      read(fencing);
    }
  }

  private void confirm(Fencing fencing, String how, boolean read) {
    fencing.over = true;
    if (read) {
      fencing.target.readOff();
      world.witness().readOff(fencing.target);
    }
    daemon.machine().note("reads that " + fencing.target + " is off: " + how);
    progress(fencing, new FenceProgress.OffConfirmed(fencing.target + "-bmc", how));
    if (fencing.order.mode() == FenceMode.REBOOT) {
      daemon.later(Duration.ofMillis(500), () -> switchOn(fencing));
    } else {
      open.remove(fencing.order.request());
      progress(fencing, new FenceProgress.OnEnded(false, "stays off"));
    }
  }

  private void switchOn(Fencing fencing) {
    ask(
        fencing,
        Bmc.Command.ON,
        reply -> {
          open.remove(fencing.order.request());
          progress(
              fencing,
              new FenceProgress.OnEnded(reply.isPresent(), reply.isPresent() ? "on" : "no answer"));
        });
  }

  private void fail(Fencing fencing, String cause) {
    fencing.over = true;
    open.remove(fencing.order.request());
    daemon.machine().note("could not fence " + fencing.target + ": " + cause);
    progress(fencing, new FenceProgress.Failed(fencing.target + "-bmc", cause));
  }

  private void progress(Fencing fencing, FenceProgress progress) {
    daemon.later(
        Duration.ofMillis(1),
        () -> daemon.step(new CoreEvent.FenceProgressed(fencing.order.request(), progress)));
  }
}
