package ha.agents.executor;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes each recurring operation by a virtual thread that sleeps. */
public final class VirtualThreadSchedule implements MonitorSchedule {
  private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();

  @Override
  public Pending after(String name, Duration delay, Runnable task) {
    Sleeper sleeper = new Sleeper(name, delay, task);
    sleepers.add(sleeper);
    sleeper.thread.start();
    return sleeper;
  }

  @Override
  public void close() {
    sleepers.forEach(Sleeper::cancel);
  }

  private final class Sleeper implements Pending {
    private final Duration delay;
    private final Runnable task;
    private final Thread thread;

    Sleeper(String name, Duration delay, Runnable task) {
      this.delay = delay;
      this.task = task;
      this.thread = Thread.ofVirtual().name("wake " + name).unstarted(this::sleep);
    }

    private void sleep() {
      try {
        Thread.sleep(delay);
      } catch (InterruptedException e) {
        return;
      } finally {
        sleepers.remove(this);
      }
      task.run();
    }

    /** Interrupts the sleep only: once gone from the set, the task runs undisturbed. */
    @Override
    public void cancel() {
      if (sleepers.remove(this)) {
        thread.interrupt();
      }
    }
  }
}
