package ha.simulation.world;

import ha.simulation.time.Dice;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What switches a machine's power, with a network of its own. */
public final class Bmc {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final World world;
  private final Machine machine;
  private final Dice dice;
  private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
  private final Set<Integer> cutFrom = new TreeSet<>();
  private int healed;

  /** How it can fail. */
  public enum Fault {
    /** Does nothing, says nothing. */
    DEAD,
    /** Takes seconds for each answer. */
    SLOW,
    /** Says yes to commands and does nothing. */
    LYING,
    /** Does what it is told; its answers are lost. */
    MUTE
  }

  /** What it can be told. */
  enum Command {
    OFF,
    ON,
    STATUS
  }

  /** Its answer. */
  enum Reply {
    ACCEPTED,
    IS_ON,
    IS_OFF
  }

  Bmc(World world, Machine machine, Dice dice) {
    this.world = world;
    this.machine = machine;
    this.dice = dice;
  }

  /** Fails so until a moment. */
  public void fail(Fault fault, long untilNanos) {
    faults.put(fault, untilNanos);
    machine.note("its BMC is " + fault);
  }

  /** Whether a machine's commands do not reach it. */
  public void cut(Machine from, boolean isCut) {
    if (isCut) {
      cutFrom.add(from.index());
    } else {
      cutFrom.remove(from.index());
    }
  }

  /** Ends all faults, and what they have held up. */
  public void heal() {
    faults.clear();
    cutFrom.clear();
    healed++;
  }

  private boolean has(Fault fault) {
    return faults.getOrDefault(fault, 0L) > world.timeline().nowNanos();
  }

  /** Whether it fails in any way. */
  public boolean isFaulty() {
    return !cutFrom.isEmpty()
        || faults.values().stream().anyMatch(until -> until > world.timeline().nowNanos());
  }

  /** Sends a command; the answer comes, or nothing comes for a while and then {@code empty}. */
  void ask(Machine from, Command command, Consumer<Optional<Reply>> answer) {
    boolean reached = !has(Fault.DEAD) && !cutFrom.contains(from.index());
    Duration work = has(Fault.SLOW) ? dice.millis(1500, 15_000) : dice.millis(10, 90);
    Duration back = dice.millis(1, 20);
    boolean answered = reached && !has(Fault.MUTE) && work.compareTo(PATIENCE) < 0;
    int before = healed;
    long ordered = world.timeline().nowNanos();
    if (reached) {
      world
          .timeline()
          .after(
              work,
              () -> {
                if (before != healed) {
                  // What was stuck in a slow controller is gone with its fault.
                  if (answered) {
                    answer.accept(Optional.empty());
                  }
                  return;
                }
                carryOut(command, from, ordered);
                Reply reply = reply(command);
                if (answered) {
                  world.timeline().after(back, () -> answer.accept(Optional.of(reply)));
                }
              });
    }
    if (!answered) {
      world.timeline().after(PATIENCE, () -> answer.accept(Optional.empty()));
    }
  }

  private void carryOut(Command command, Machine from, long orderedNanos) {
    if (has(Fault.LYING) || has(Fault.DEAD)) {
      return;
    }
    switch (command) {
      case OFF -> {
        if (machine.isPowered()) {
          machine.powerOff("fenced");
          world.counters().count("fenced");
          world.witness().fenced(machine, from, orderedNanos);
        }
      }
      case ON -> machine.powerOn();
      case STATUS -> {}
    }
  }

  private Reply reply(Command command) {
    return switch (command) {
      case OFF, ON -> Reply.ACCEPTED;
      case STATUS -> machine.isPowered() ? Reply.IS_ON : Reply.IS_OFF;
    };
  }
}
