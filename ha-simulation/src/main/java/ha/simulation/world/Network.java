package ha.simulation.world;

import ha.daemon.core.CoreEvent;
import ha.simulation.time.Dice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Between machines. Beats are datagrams: lost, late, doubled, out of order. Messages between two
 * living daemons arrive in order, once, and late where the path is bad; they are lost with either
 * daemon, and with a cut that lasts.
 */
public final class Network {
  private static final Duration RETRY = Duration.ofMillis(200);
  private static final Duration GIVE_UP = Duration.ofSeconds(12);

  private final World world;
  private final Dice dice;
  private final Map<Integer, Integer> cuts = new HashMap<>();
  private final Map<String, Stream> streams = new HashMap<>();
  private double loss;
  private double duplication;
  private Duration slowness = Duration.ZERO;

  /** Messages from one life of a daemon to one life of another. */
  private static final class Stream {
    final Daemon from;
    final Daemon to;
    final Deque<Sent> waiting = new ArrayDeque<>();
    boolean moving;

    Stream(Daemon from, Daemon to) {
      this.from = from;
      this.to = to;
    }
  }

  private record Sent(CoreEvent event, long atNanos) {}

  Network(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  private static int path(Machine from, Machine to) {
    return from.index() * 64 + to.index();
  }

  /** Whether anything gets through. */
  public boolean isOpen(Machine from, Machine to) {
    return cuts.getOrDefault(path(from, to), 0) == 0;
  }

  /** Cuts one direction; as often as it was cut it must be mended. */
  public void cut(Machine from, Machine to) {
    cuts.merge(path(from, to), 1, Integer::sum);
  }

  /** Takes one cut back. */
  public void mend(Machine from, Machine to) {
    cuts.computeIfPresent(path(from, to), (p, n) -> n <= 1 ? null : n - 1);
  }

  /** Mends all. */
  public void heal() {
    cuts.clear();
    loss = 0;
    duplication = 0;
    slowness = Duration.ZERO;
  }

  /** Share of datagrams that are lost. */
  public void setLoss(double share) {
    loss = share;
  }

  /** Share of datagrams that come twice. */
  public void setDuplication(double share) {
    duplication = share;
  }

  /** Most that a datagram is late. */
  public void setSlowness(Duration most) {
    slowness = most;
  }

  private Duration delay() {
    long most = slowness.toMillis();
    return dice.millis(0, 2).plus(most == 0 ? Duration.ZERO : dice.millis(0, most));
  }

  void beat(Daemon from, Machine to, CoreEvent event) {
    int copies = dice.chance(duplication) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      boolean lost = dice.chance(loss);
      Duration delay = delay();
      if (!lost && isOpen(from.machine(), to)) {
        world.timeline().after(delay, () -> arrives(from, to, event));
      }
    }
  }

  private void arrives(Daemon from, Machine to, CoreEvent event) {
    if (!to.isPowered() || !isOpen(from.machine(), to)) {
      return;
    }
    if (to.daemon().isPresent()) {
      to.daemon().get().deliver(event);
    } else if (isOpen(to, from.machine()) && !dice.chance(loss)) {
      from.later(delay(), () -> gone(from, to));
    }
  }

  /** The host says that nobody listens there. */
  private void gone(Daemon to, Machine host) {
    if (host.daemon().isEmpty()) {
      to.step(new CoreEvent.ProcessGone(host.name()));
    }
  }

  /** A daemon's process ended; its connections are closed. */
  void processGone(Machine host) {
    streams.values().removeIf(s -> s.from.isDead() || s.to.isDead());
    for (Machine other : world.machines()) {
      if (other != host && isOpen(host, other) && isOpen(other, host)) {
        other
            .daemon()
            .ifPresent(d -> d.later(dice.millis(1, 150).plus(delay()), () -> gone(d, host)));
      }
    }
  }

  void send(Daemon from, Machine to, CoreEvent event) {
    if (to.daemon().isEmpty()) {
      return;
    }
    Daemon receiver = to.daemon().get();
    Stream stream =
        streams.computeIfAbsent(
            from.number() + ">" + receiver.number(), key -> new Stream(from, receiver));
    stream.waiting.add(new Sent(event, world.timeline().nowNanos()));
    if (!stream.moving) {
      stream.moving = true;
      world.timeline().after(delay(), () -> move(stream));
    }
  }

  private void move(Stream stream) {
    if (stream.from.isDead() || stream.to.isDead()) {
      stream.waiting.clear();
    }
    Sent next = stream.waiting.peek();
    if (next == null) {
      stream.moving = false;
      return;
    }
    boolean open =
        isOpen(stream.from.machine(), stream.to.machine())
            && isOpen(stream.to.machine(), stream.from.machine());
    long age = world.timeline().nowNanos() - next.atNanos();
    if (!open || dice.chance(loss)) {
      if (age > GIVE_UP.toNanos()) {
        stream.waiting.clear();
      }
      world.timeline().after(RETRY, () -> move(stream));
      return;
    }
    stream.waiting.remove();
    stream.to.deliver(next.event());
    boolean more = !stream.waiting.isEmpty();
    stream.moving = more;
    if (more) {
      world.timeline().after(dice.millis(0, 1), () -> move(stream));
    }
  }
}
