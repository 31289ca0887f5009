package ha.simulation.world;

import ha.daemon.controller.Decider;
import ha.membership.agreement.Unsafe;
import ha.model.NodeName;
import ha.model.definition.ClusterSettings;
import ha.model.plan.Plan;
import ha.simulation.cluster.Blueprint;
import ha.simulation.time.Dice;
import ha.simulation.time.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** All there is in one simulation. One thread. */
public final class World {
  /** Where the wall clocks of all machines begin. */
  static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final Timeline timeline = new Timeline();
  private final Blueprint blueprint;
  private final Blueprint.Library library = new Blueprint.Library();
  private final Decider engine;
  private final Set<Weakness> weaknesses;
  private final Set<Unsafe> unsafe;
  private final Counters counters = new Counters();
  private final Trace trace;
  private final Witness witness;
  private final Network network;
  private final List<Machine> machines = new ArrayList<>();
  private long numbers;

  /**
   * What a world is made with.
   *
   * @param engine decides; the real policy engine
   * @param weaknesses edges that are broken on purpose
   * @param unsafe rules of agreement that are left out on purpose
   */
  public record Setup(
      Blueprint blueprint,
      Decider engine,
      Set<Weakness> weaknesses,
      Set<Unsafe> unsafe,
      boolean traced) {}

  /**
   * Machines without power.
   *
   * @param witness given the world, makes its witness
   */
  public World(Setup setup, Dice dice, Function<World, Witness> witness) {
    this.blueprint = setup.blueprint();
    this.engine = setup.engine();
    this.weaknesses = setup.weaknesses();
    this.unsafe = setup.unsafe();
    this.trace = new Trace(timeline, setup.traced());
    this.network = new Network(this, dice.split());
    for (NodeName node : blueprint.nodes()) {
      machines.add(new Machine(this, node, machines.size(), dice.split()));
    }
    this.witness = witness.apply(this);
  }

  public Timeline timeline() {
    return timeline;
  }

  public Blueprint blueprint() {
    return blueprint;
  }

  public ClusterSettings settings() {
    return blueprint.definitions().cluster();
  }

  public Network network() {
    return network;
  }

  public Counters counters() {
    return counters;
  }

  public Trace trace() {
    return trace;
  }

  /** In the order of their names. */
  public List<Machine> machines() {
    return List.copyOf(machines);
  }

  /** The machine at this place; counted round. */
  public Machine machine(int index) {
    return machines.get(Math.floorMod(index, machines.size()));
  }

  /** The machine of that name. */
  public Machine machine(NodeName name) {
    return machines.get(blueprint.nodes().indexOf(name));
  }

  Witness witness() {
    return witness;
  }

  Blueprint.Library library() {
    return library;
  }

  boolean has(Weakness weakness) {
    return weaknesses.contains(weakness);
  }

  Set<Unsafe> unsafe() {
    return unsafe;
  }

  long nextNumber() {
    return ++numbers;
  }

  /** The engine, watched. */
  Decider decider() {
    return (definitions, snapshot, at) -> {
      Plan plan = engine.decide(definitions, snapshot, at);
      counters.count("decisions");
      witness.decided(definitions, snapshot, at, plan);
      return plan;
    };
  }
}
