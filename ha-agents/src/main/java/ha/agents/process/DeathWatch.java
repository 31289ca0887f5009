package ha.agents.process;

import ha.agents.Watch;
import ha.agents.command.ProcFs;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices the end of a process: at once where it is our child, within {@link #POLL} where an
 * earlier daemon started it.
 */
final class DeathWatch implements Watch {
  private static final Duration POLL = Duration.ofMillis(100);

  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Runnable ended;

  private DeathWatch(Runnable ended) {
    this.ended = ended;
  }

  static Watch begin(
      RunRecord record, ProcFs processes, Optional<Process> child, Runnable whenEnded) {
    DeathWatch watch = new DeathWatch(whenEnded);
    if (child.isPresent() && child.get().pid() == record.pid()) {
      Thread.startVirtualThread(() -> watch.await(child.get()));
    } else {
      Thread.startVirtualThread(() -> watch.poll(record, processes));
    }
    return watch;
  }

  private void await(Process child) {
    try {
      child.waitFor();
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void poll(RunRecord record, ProcFs processes) {
    try {
      while (open.get()) {
        boolean gone =
            switch (processes.find(record.pid())) {
              case ProcFs.Found.Gone g -> true;
              case ProcFs.Found.Unreadable u -> false;
              case ProcFs.Found.There there ->
                  there.view().startTicks() != record.startTicks() || !there.view().alive();
            };
        if (gone) {
          end();
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    if (open.compareAndSet(true, false)) {
      ended.run();
    }
  }

  @Override
  public void close() {
    open.set(false);
  }
}
