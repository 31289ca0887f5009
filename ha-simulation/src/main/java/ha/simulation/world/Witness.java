package ha.simulation.world;

import ha.membership.ledger.CorruptLedgerException;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.model.ledger.Revision;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.snapshot.Snapshot;
import java.time.Instant;

/** Sees what really happens, and judges it. */
public interface Witness {
  /** A daemon of a machine began its life. */
  void born(Daemon daemon);

  /** A daemon took a step. */
  void stepped(Daemon daemon);

  /** A daemon knows of a new term. */
  void termBegan(Daemon daemon);

  /** A daemon was told to run an agent. */
  void ordered(Daemon daemon, PlannedAction.Operation action, boolean retreat);

  /** An agent is about to run for a daemon, which was permitted. */
  void operationBegins(Daemon daemon, Term term, PlannedAction.Operation action, boolean retreat);

  /** An agent has run; {@code outcome} is what it reported, the machine holds what is true. */
  void operationEnded(Machine machine, PlannedAction.Operation action, Outcome outcome);

  /** Something began or ended to be active somewhere. */
  void activityChanged(String resource);

  /** A daemon orders a node to be fenced. */
  void fenceOrdered(Daemon daemon, NodeName node, Incarnation incarnation, String reason);

  /** A machine's power was cut by a fence command that another one had given at that moment. */
  void fenced(Machine machine, Machine by, long orderedNanos);

  /** A fencer read that the machine is off. */
  void readOff(Machine machine);

  /** A person says that a machine is off; it may not be. */
  void vouched(Machine machine);

  /** A daemon ended by its own will. */
  void left(Daemon daemon, boolean recorded);

  /** A change of the definitions was acknowledged. */
  void acknowledged(Revision revision);

  /** A decision was made. */
  void decided(Definitions definitions, Snapshot snapshot, Instant at, Plan plan);

  /** A disk that was never tampered with cannot be read. */
  void unreadable(Machine machine, CorruptLedgerException problem);

  /** A core threw. */
  void threw(Daemon daemon, Object event, RuntimeException problem);
}
