package ha.agents.executor;

import ha.agents.Watch;
import ha.model.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that concerns one resource. Guarded by the executor's lock. */
final class Lane {
  final ResourceId resource;
  final List<Job> queue = new ArrayList<>();
  final List<Recurring> recurring = new ArrayList<>();
  Optional<Running> running = Optional.empty();

  /** Name of an operation whose agent hangs past its deadline; nothing may run beside it. */
  Optional<String> hanging = Optional.empty();

  Optional<Watch> watch = Optional.empty();

  Lane(ResourceId resource) {
    this.resource = resource;
  }

  /** The job whose agent runs now. */
  record Running(Job job, ha.model.MonoTime began) {}

  boolean free() {
    return running.isEmpty() && hanging.isEmpty();
  }

  /** What is to run next: orders as they came, repeats only when there is nothing else. */
  Optional<Job> next() {
    return queue.stream().filter(j -> !j.repeat()).findFirst().or(() -> queue.stream().findFirst());
  }

  Optional<Recurring> recurring(String operation, Duration interval) {
    return recurring.stream().filter(r -> r.is(operation, interval)).findFirst();
  }

  /** Ends a recurring operation and takes its waiting runs out. */
  void cancel(Recurring one) {
    one.cancel();
    recurring.remove(one);
    queue.removeIf(j -> j.repeat() && j.recurring().filter(r -> r == one).isPresent());
  }

  /** The monitor that looks most often. */
  Optional<Recurring> closestMonitor() {
    return recurring.stream()
        .filter(r -> r.request.operation().equals("monitor"))
        .min(java.util.Comparator.comparing(r -> r.request.interval()));
  }

  void closeWatch() {
    watch.ifPresent(Watch::close);
    watch = Optional.empty();
  }

  boolean unused() {
    return free() && queue.isEmpty() && recurring.isEmpty() && watch.isEmpty();
  }
}
