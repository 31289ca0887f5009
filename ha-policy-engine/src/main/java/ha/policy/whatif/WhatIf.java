package ha.policy.whatif;

import ha.model.NodeName;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.model.snapshot.TicketState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Puts injections into a snapshot, one after the other. */
public final class WhatIf {
  private final Definitions definitions;
  private final Instant now;
  private final SortedMap<NodeName, NodeState> nodes;
  private final SortedMap<String, TicketState> tickets;
  private final List<Unknown> unknown = new ArrayList<>();
  private boolean quorate;

  private WhatIf(Definitions definitions, Snapshot snapshot, Instant now) {
    this.definitions = definitions;
    this.now = now;
    this.nodes = new TreeMap<>(snapshot.nodes());
    this.tickets = new TreeMap<>(snapshot.tickets());
    this.quorate = snapshot.quorate();
  }

  /**
   * What came of it.
   *
   * @param snapshot with all injections whose names are known
   * @param unknown names that are not
   */
  public record Outcome(Snapshot snapshot, List<Unknown> unknown) {
    public Outcome {
      unknown = List.copyOf(unknown);
    }
  }

  /** The snapshot as it would be. */
  public static Outcome apply(
      Definitions definitions, Snapshot snapshot, Instant now, List<Injection> injections) {
    WhatIf whatIf = new WhatIf(definitions, snapshot, now);
    injections.forEach(whatIf::inject);
    return new Outcome(new Snapshot(whatIf.quorate, whatIf.nodes, whatIf.tickets), whatIf.unknown);
  }

  /** Every defined node takes part, nothing runs, no ticket is granted. */
  public static Snapshot allUp(Definitions definitions) {
    SortedMap<NodeName, NodeState> nodes = new TreeMap<>();
    definitions.nodes().keySet().forEach(name -> nodes.put(name, fresh(name, Standing.MEMBER)));
    return new Snapshot(true, nodes, new TreeMap<>());
  }

  private static NodeState fresh(NodeName name, Standing standing) {
    return new NodeState(name, standing, new TreeMap<>(), List.of(), List.of(), false);
  }

  private void inject(Injection injection) {
    switch (injection) {
      case Injection.NodeDown(NodeName node) ->
          change(node, state -> standing(state, Standing.LOST));
      case Injection.NodeUp(NodeName node) ->
          change(
              node,
              state -> state.standing() == Standing.MEMBER ? state : fresh(node, Standing.MEMBER));
      case Injection.Standby(NodeName node) -> change(node, WhatIf::standby);
      case Injection.Quorum(boolean held) -> quorate = held;
      case Injection.Ticket ticket -> ticket(ticket);
      case Injection.Result result -> result(result);
    }
  }

  private void change(NodeName name, UnaryOperator<NodeState> how) {
    onNode(name, state -> nodes.put(name, how.apply(state)));
  }

  private void onNode(NodeName name, Consumer<NodeState> then) {
    Optional<NodeState> state =
        Optional.ofNullable(nodes.get(name))
            .or(() ->
                definitions.nodes().containsKey(name)
                    ? Optional.of(fresh(name, Standing.UNSEEN))
                    : Optional.empty());
    if (state.isEmpty()) {
      SortedSet<NodeName> known = new TreeSet<>(definitions.nodes().keySet());
      known.addAll(nodes.keySet());
      unknown.add(new Unknown("node", name.value(), known.stream().map(NodeName::value).toList()));
    }
    state.ifPresent(then);
  }

  private static NodeState standing(NodeState state, Standing standing) {
    return new NodeState(
        state.name(),
        standing,
        state.attributes(),
        state.history(),
        state.failures(),
        state.fenceWanted());
  }

  private static NodeState standby(NodeState state) {
    SortedMap<String, String> attributes = new TreeMap<>(state.attributes());
    attributes.put("standby", "on");
    return new NodeState(
        state.name(),
        state.standing(),
        attributes,
        state.history(),
        state.failures(),
        state.fenceWanted());
  }

  private void ticket(Injection.Ticket injection) {
    SortedSet<String> known = new TreeSet<>(tickets.keySet());
    for (Constraint constraint : definitions.constraints()) {
      if (constraint instanceof Constraint.Ticket ticket) {
        known.add(ticket.ticket());
      }
    }
    String name = injection.ticket();
    if (!known.contains(name)) {
      unknown.add(new Unknown("ticket", name, List.copyOf(known)));
      return;
    }
    Optional<TicketState> before = Optional.ofNullable(tickets.get(name));
    boolean granted = injection.state() != Injection.Ticket.State.REVOKED;
    boolean standby = injection.state() == Injection.Ticket.State.STANDBY;
    tickets.put(
        name,
        new TicketState(
            name,
            granted,
            standby,
            granted ? Optional.of(now) : before.flatMap(TicketState::lastGranted),
            before.map(TicketState::attributes).orElseGet(TreeMap::new)));
  }

  private void result(Injection.Result result) {
    Optional<ImaginedResult> imagined = ImaginedResult.of(definitions, result, unknown);
    imagined.ifPresent(made -> change(result.node(), state -> made.addedTo(state, now)));
  }
}
