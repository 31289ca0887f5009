package ha.daemon.controller;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.ClusterRecord.FailureFact;
import ha.model.ledger.Lasting;
import ha.model.ledger.OperatorOverride;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.model.snapshot.TicketState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts the record and the members' reports together to what the policy engine decides on. */
final class SnapshotBuilder {
  private final Definitions definitions;
  private final ClusterRecord record;
  private final Instant at;

  SnapshotBuilder(Definitions definitions, ClusterRecord record, Instant at) {
    this.definitions = definitions;
    this.record = record;
    this.at = at;
  }

  Snapshot build(boolean quorate, SortedMap<NodeName, MemberState> members) {
    TreeSet<NodeName> names = new TreeSet<>(definitions.nodes().keySet());
    names.addAll(members.keySet());
    record.nodes().forEach((name, fact) -> addIfUnclean(names, name, fact.standing()));
    TreeMap<NodeName, NodeState> nodes = new TreeMap<>();
    for (NodeName name : names) {
      nodes.put(name, state(name, Optional.ofNullable(members.get(name))));
    }
    return new Snapshot(quorate, nodes, tickets());
  }

  private SortedMap<String, TicketState> tickets() {
    TreeMap<String, TicketState> tickets = new TreeMap<>();
    for (ClusterRecord.OverrideFact fact : record.overrides()) {
      if (fact.override() instanceof OperatorOverride.Ticket t && Overlay.inForce(t, at)) {
        tickets.put(
            t.ticket(),
            new TicketState(
                t.ticket(), true, t.standby(), Optional.of(fact.since()), new TreeMap<>()));
      }
    }
    return tickets;
  }

  /** A node that was taken out of the definitions while lost still has to be fenced. */
  private static void addIfUnclean(Set<NodeName> names, NodeName name, Standing standing) {
    if (standing == Standing.LOST) {
      names.add(name);
    }
  }

  private NodeState state(NodeName name, Optional<MemberState> member) {
    Standing standing =
        member
            .map(m -> m.isLeaving() ? Standing.LEAVING : Standing.MEMBER)
            .orElseGet(() -> absent(record.node(name).standing()));
    return new NodeState(
        name,
        standing,
        attributes(name),
        member.map(SnapshotBuilder::history).orElse(List.of()),
        failures(name),
        record.override("fence/" + name).filter(o -> !isFulfilled(name, o)).isPresent());
  }

  /** An order to fence is about the life that the node had then. */
  private boolean isFulfilled(NodeName name, ClusterRecord.OverrideFact order) {
    return OverrideKeeper.isFulfilled(record.node(name), order);
  }

  /** A node that the record calls a member and that is none in this term is lost. */
  private static Standing absent(Standing recorded) {
    return recorded == Standing.MEMBER ? Standing.LOST : recorded;
  }

  private SortedMap<String, String> attributes(NodeName name) {
    TreeMap<String, String> all = new TreeMap<>();
    if (record.attributes().containsKey(name)) {
      all.putAll(Lasting.plain(record.attributes().get(name)));
    }
    for (ClusterRecord.OverrideFact fact : record.overrides()) {
      if (Overlay.inForce(fact.override(), at)) {
        switch (fact.override()) {
          case OperatorOverride.Standby o when o.node().equals(name) -> all.put("standby", "on");
          case OperatorOverride.NodeMaintenance o when o.node().equals(name) ->
              all.put("maintenance", "true");
          case OperatorOverride ignored -> {}
        }
      }
    }
    return all;
  }

  private List<FailureCount> failures(NodeName name) {
    return record.failures().stream()
        .filter(f -> f.node().equals(name))
        .map(SnapshotBuilder::failureCount)
        .toList();
  }

  private static FailureCount failureCount(FailureFact f) {
    return new FailureCount(f.resource(), f.operation(), f.interval(), f.count(), f.last());
  }

  private static List<OperationRecord> history(MemberState member) {
    List<OperationRecord> all = new ArrayList<>(member.history().records());
    all.addAll(pending(member.inFlight()));
    return all;
  }

  /**
   * Recurring monitors say nothing while they have not answered for the first time. A promotion
   * under way is left out, because the engine takes one for done: what must wait for it would begin
   * too early (safety rule S7). The plan asks for it again, and finds it in flight.
   */
  private static List<OperationRecord> pending(Collection<InFlight> inFlight) {
    return inFlight.stream()
        .filter(f -> f.interval().isZero() && !f.operation().equals("promote"))
        .map(f ->
            new OperationRecord(
                f.resource(),
                f.agent(),
                f.operation(),
                f.interval(),
                -1,
                Status.PENDING,
                -1,
                f.action().expectedExitCode(),
                "",
                Optional.of(f.since()),
                Optional.of(f.since()),
                Optional.empty(),
                f.action().migrationSource(),
                f.action().migrationTarget(),
                f.action().parametersDigest(),
                f.action().restartDigest()))
        .toList();
  }
}
