package ha.simulation.fault;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong, or that a person does.
 *
 * @param at since the simulation began
 * @param a the machine it is about
 * @param b another one, where two are needed
 * @param span how long it lasts
 * @param salt decides whatever else is to be decided
 */
public record Fault(Kind kind, Duration at, int a, int b, Duration span, long salt) {
  /** What can happen. */
  public enum Kind {
    POWER_LOSS(3),
    DAEMON_KILL(3),
    DAEMON_PAUSE(4),
    PAUSE_MIDWAY(3),
    MACHINE_FREEZE(3),
    CUT(4),
    CUT_ONE_WAY(3),
    ISOLATE(4),
    ISOLATE_ONE_WAY(2),
    FLAP(2),
    LOSS(2),
    SLOW_NETWORK(2),
    DUPLICATES(1),
    BMC_DEAD(2),
    BMC_SLOW(2),
    BMC_LYING(2),
    BMC_MUTE(2),
    BMC_CUT(2),
    START_FAILS(2),
    START_HALF_DONE(2),
    START_HANGS(2),
    STOP_FAILS(2),
    STOP_HANGS(2),
    LOOK_UNKNOWN(2),
    LOOK_HANGS(1),
    MIGRATION_FAILS(2),
    SLOW_AGENTS(2),
    RESOURCE_DIES(4),
    RESOURCE_BY_HAND(1),
    DISK_FULL(2),
    DISK_SLOW(2),
    DISK_RESTORED(1),
    CLOCK_JUMP(2),
    ALL_POWER_LOSS(1),
    BOOT_APART(1),
    STANDBY(3),
    UNSTANDBY(3),
    MIGRATE(5),
    MAINTENANCE(2),
    STOP_RESOURCE(2),
    START_RESOURCE(2),
    RESTART_RESOURCE(1),
    CLEANUP(2),
    APPLY(4),
    LEAVE(3),
    FENCE_ORDERED(1),
    CONFIRM_OFF(2),
    CONFIRM_FALSELY(1);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    int weight() {
      return weight;
    }

    /** Whether a person does it. */
    public boolean isOrder() {
      return compareTo(STANDBY) >= 0;
    }

    /** After which nothing can be promised, so that few seeds have it. */
    boolean isRare() {
      return switch (this) {
        case RESOURCE_BY_HAND, DISK_RESTORED, CONFIRM_FALSELY -> true;
        default -> false;
      };
    }

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Some seed's part of {@link #salt}, from 0 to {@code bound} - 1. */
  int chosen(int bound, int part) {
    return (int) Math.floorMod((salt >>> (8 * part)) & 0xffff, (long) bound);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.3f s %s a=%d b=%d for %d ms",
        at.toMillis() / 1000.0,
        kind.text(),
        a,
        b,
        span.toMillis());
  }
}
