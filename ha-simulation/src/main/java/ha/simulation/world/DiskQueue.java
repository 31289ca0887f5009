package ha.simulation.world;

import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.membership.ledger.LedgerStore;
import ha.membership.ledger.MemoryDisk;
import ha.simulation.time.Dice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** One daemon's writes: one after the other, each taking its time. */
final class DiskQueue {
  private final World world;
  private final Daemon daemon;
  private final LedgerStore store;
  private final Dice dice;
  private final Deque<CoreEffect.Persist> waiting = new ArrayDeque<>();
  private boolean busy;

  DiskQueue(World world, Daemon daemon, LedgerStore store, Dice dice) {
    this.world = world;
    this.daemon = daemon;
    this.store = store;
    this.dice = dice;
  }

  void persist(CoreEffect.Persist effect) {
    waiting.add(effect);
    if (world.has(Weakness.DISK_ANSWERS_EARLY)) {
      daemon.later(Duration.ZERO, () -> daemon.step(new CoreEvent.Persisted(effect.ticket())));
    }
    if (!busy) {
      begin();
    }
  }

  private void begin() {
    busy = !waiting.isEmpty();
    if (busy) {
      Duration span = Duration.ofNanos(dice.between(200_000, 6_000_000));
      world.timeline().after(span.plus(daemon.machine().diskDelay()), this::perform);
    }
  }

  private void perform() {
    if (daemon.isDead()) {
      return;
    }
    CoreEffect.Persist effect = waiting.remove();
    try {
      store.perform(effect.write());
      if (!world.has(Weakness.DISK_ANSWERS_EARLY)) {
        daemon.deliver(new CoreEvent.Persisted(effect.ticket()));
      }
    } catch (IOException e) {
      world.counters().count("writes failed");
      daemon.deliver(new CoreEvent.PersistFailed(effect.ticket(), String.valueOf(e.getMessage())));
    }
    begin();
  }

  /** The write under way gets as far as chance wants; with the power goes what was not synced. */
  void die(boolean powerLost) {
    MemoryDisk disk = daemon.machine().disk();
    CoreEffect.Persist cut = waiting.peek();
    if (cut != null && busy && dice.chance(0.8)) {
      disk.losePowerAt(disk.steps() + 1 + dice.below(6));
      try {
        store.perform(cut.write());
      } catch (IOException e) {
        world.counters().count("writes torn");
      }
      disk.losePowerAt(Long.MAX_VALUE);
    }
    waiting.clear();
    if (powerLost) {
      daemon.machine().crashDisk();
    }
  }
}
