package ha.simulation.fault;

import ha.model.definition.ClusterSettings;
import ha.simulation.fault.Fault.Kind;
import ha.simulation.time.Dice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws a schedule: some kinds of faults only, at a rate that differs from seed to seed. */
public final class FaultPlanner {
  private static final double RARE = 0.04;

  private final Dice dice;
  private final ClusterSettings settings;

  private FaultPlanner(Dice dice, ClusterSettings settings) {
    this.dice = dice;
    this.settings = settings;
  }

  /** Faults in the order of their moments, all before {@code end}. */
  public static List<Fault> plan(
      Dice dice, ClusterSettings settings, Duration begin, Duration end) {
    return new FaultPlanner(dice, settings).plan(begin, end);
  }

  private List<Fault> plan(Duration begin, Duration end) {
    List<Kind> enabled = new ArrayList<>();
    double share = dice.pick(List.of(0.15, 0.3, 0.5, 0.8));
    for (Kind kind : Kind.values()) {
      boolean on = dice.chance(kind.isRare() ? RARE : kind == Kind.APPLY ? 0.7 : share);
      for (int i = 0; on && i < kind.weight(); i++) {
        enabled.add(kind);
      }
    }
    List<Fault> faults = new ArrayList<>();
    long meanMillis = dice.pick(List.of(500L, 1500L, 4000L, 9000L));
    Duration at = begin;
    while (!enabled.isEmpty()) {
      boolean close = dice.chance(0.3);
      at = at.plus(dice.millis(0, close ? 300 : 2 * meanMillis));
      if (at.compareTo(end) >= 0) {
        break;
      }
      Kind kind = dice.pick(enabled);
      faults.add(
          new Fault(
              kind, at, dice.below(60), dice.below(60), span(kind), dice.next() & Long.MAX_VALUE));
    }
    return faults;
  }

  private Duration span(Kind kind) {
    return switch (kind) {
      case DAEMON_PAUSE,
          PAUSE_MIDWAY,
          MACHINE_FREEZE,
          CUT,
          CUT_ONE_WAY,
          ISOLATE,
          ISOLATE_ONE_WAY -> {
        // Around detection, and well beyond it.
        long detection = settings.detection().toMillis();
        long base = dice.pick(List.of(detection / 2, detection, 3 * detection, 12 * detection));
        yield dice.millis(base / 2, base * 3 / 2);
      }
      case DAEMON_KILL -> dice.millis(200, dice.chance(0.2) ? 40_000 : 3000);
      case POWER_LOSS, ALL_POWER_LOSS, BOOT_APART -> dice.millis(1000, 40_000);
      case DISK_SLOW, DISK_FULL -> dice.millis(500, 15_000);
      case LEAVE -> dice.millis(1000, 30_000);
      default -> dice.millis(2000, 40_000);
    };
  }
}
