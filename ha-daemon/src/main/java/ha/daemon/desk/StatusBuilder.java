package ha.daemon.desk;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.ActiveOverride;
import ha.api.ClusterStatus.LastChange;
import ha.api.NodeStatus;
import ha.api.NodeStatus.Pending;
import ha.api.StatusProblem;
import ha.daemon.controller.Controller.LeaderView;
import ha.model.NodeName;
import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.ledger.ClusterRecord.FenceFact;
import ha.model.ledger.NodeFact;
import ha.model.ledger.Revision;
import ha.model.plan.Problem;
import ha.model.plan.Problem.Severity;
import ha.model.snapshot.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the status that {@code hactl status} shows. */
final class StatusBuilder {
  private final Situation situation;

  StatusBuilder(Situation situation) {
    this.situation = situation;
  }

  ClusterStatus build() {
    Optional<Definitions> definitions = situation.definitions();
    Optional<Revision> revision = situation.record().revision();
    return new ClusterStatus(
        situation.at(),
        definitions.map(d -> d.cluster().name()).orElse(""),
        situation.self(),
        situation.leader(),
        situation.term(),
        situation.quorum(),
        revision.map(Revision::number).orElse(0L),
        revision.map(r -> new LastChange(r.at(), r.author(), r.reason())),
        definitions.map(this::inMaintenance).orElse(false),
        situation.isSettled(),
        nodes(definitions),
        definitions.map(d -> new ResourceTree(situation, d).build()).orElse(List.of()),
        situation.record().overrides().stream()
            .map(o -> new ActiveOverride(o.override(), o.since(), o.author(), o.reason()))
            .toList(),
        problems());
  }

  private boolean inMaintenance(Definitions definitions) {
    return situation.record().override("maintenance").isPresent()
        || definitions.clusterOptions().stream()
            .map(AttributeSet::values)
            .anyMatch(v -> "true".equals(v.get(OptionNames.Cluster.MAINTENANCE)));
  }

  // ---- nodes ---------------------------------------------------------------------------------

  private List<NodeStatus> nodes(Optional<Definitions> definitions) {
    TreeSet<NodeName> names = new TreeSet<>(situation.record().nodes().keySet());
    definitions.ifPresent(d -> names.retainAll(d.nodes().keySet()));
    definitions.ifPresent(d -> names.addAll(d.nodes().keySet()));
    names.add(situation.self());
    return names.stream().map(name -> node(name, definitions)).toList();
  }

  private NodeStatus node(NodeName name, Optional<Definitions> definitions) {
    NodeFact fact = situation.record().node(name);
    Standing standing = standing(name, fact);
    boolean known = !fact.since().equals(Instant.EPOCH);
    return new NodeStatus(
        name,
        standing,
        known ? Optional.of(fact.since()) : Optional.empty(),
        fact.incarnation(),
        fact.detail(),
        situation.record().override("standby/" + name).isPresent(),
        situation.record().override("maintenance/" + name).isPresent(),
        situation.links().getOrDefault(name, List.of()),
        definitions.map(d -> new FenceView(situation, d).devices(name)).orElse(List.of()),
        pending(name, standing));
  }

  /** How a node stands, as far as this node knows. */
  Standing standing(NodeName name) {
    return standing(name, situation.record().node(name));
  }

  private Standing standing(NodeName name, NodeFact fact) {
    Optional<LeaderView> leading = situation.leading();
    if (leading.isPresent() && leading.get().members().containsKey(name)) {
      return leading.get().members().get(name).leaving() ? Standing.LEAVING : Standing.MEMBER;
    }
    if (leading.isPresent() && fact.standing() == Standing.MEMBER) {
      return leading.get().waitingFor().contains(name) ? Standing.UNSEEN : Standing.LOST;
    }
    boolean unheard =
        situation.leader().isEmpty()
            && situation.quorum().waiting().map(w -> w.nodes().contains(name)).orElse(false);
    return unheard && fact.standing() == Standing.MEMBER ? Standing.LOST : fact.standing();
  }

  private Optional<Pending> pending(NodeName name, Standing standing) {
    if (standing == Standing.LEAVING) {
      return Optional.of(new Pending("leaving", situation.at(), Optional.empty()));
    }
    return openFence(name)
        .map(f ->
            new Pending(
                "being fenced" + (f.by().isEmpty() ? "" : " by " + f.by()),
                f.orderedAt(),
                Optional.empty()));
  }

  private Optional<FenceFact> openFence(NodeName name) {
    NodeFact fact = situation.record().node(name);
    return situation.record().fences().reversed().stream()
        .filter(f -> f.node().equals(name) && f.incarnation().equals(fact.incarnation()))
        .findFirst()
        .filter(f -> f.state() != FenceFact.State.CONFIRMED)
        .filter(f -> fact.standing() == Standing.LOST || fact.standing() == Standing.MEMBER);
  }

  // ---- problems ------------------------------------------------------------------------------

  private List<StatusProblem> problems() {
    List<StatusProblem> all = new ArrayList<>();
    situation.quorum().waiting().ifPresent(w -> all.add(waiting(w)));
    if (!situation.quorum().held() && situation.quorum().waiting().isEmpty()) {
      all.add(
          problem(
              Severity.ERROR,
              "no quorum: " + situation.quorum().reason(),
              "goes on by itself when enough nodes are back",
              ""));
    }
    situation.leading().ifPresent(l -> all.addAll(held(l)));
    for (Problem p : situation.plan().problems()) {
      all.add(
          new StatusProblem(
              p.severity(),
              p.resource(),
              p.node(),
              p.text(),
              Optional.empty(),
              p.next(),
              Optional.empty(),
              p.remedy()));
    }
    all.addAll(failedFences());
    situation.definitions().ifPresent(d -> all.addAll(new FenceView(situation, d).problems()));
    all.addAll(downLinks());
    all.sort(Comparator.comparing(StatusProblem::severity).reversed());
    return all;
  }

  private static StatusProblem waiting(ClusterStatus.Waiting w) {
    return new StatusProblem(
        Severity.ERROR,
        Optional.empty(),
        w.nodes().stream().findFirst(),
        w.text(),
        Optional.of(w.since()),
        "goes on by itself when they appear",
        Optional.empty(),
        w.wayOut());
  }

  private List<StatusProblem> held(LeaderView leading) {
    if (leading.waitingFor().isEmpty()) {
      return List.of();
    }
    return List.of(
        problem(
            Severity.WARNING,
            "waiting for " + names(leading) + " to appear before anything is started",
            "a node that does not appear in time is fenced, then resources start",
            ""));
  }

  private static String names(LeaderView leading) {
    return String.join(", ", leading.waitingFor().stream().map(NodeName::value).sorted().toList());
  }

  private List<StatusProblem> failedFences() {
    List<StatusProblem> found = new ArrayList<>();
    for (NodeName name : situation.record().nodes().keySet()) {
      openFence(name)
          .filter(f -> f.state() == FenceFact.State.FAILED)
          .ifPresent(f ->
              found.add(
                  new StatusProblem(
                      Severity.ERROR,
                      Optional.empty(),
                      Optional.of(name),
                      name + " could not be fenced: " + f.detail(),
                      Optional.of(f.orderedAt()),
                      "is tried again (attempt " + (f.attempts() + 1) + ")",
                      Optional.empty(),
                      "look at the machine; if it is off: hactl fence confirm "
                          + name
                          + " --reason \"...\"")));
    }
    return found;
  }

  private List<StatusProblem> downLinks() {
    List<StatusProblem> found = new ArrayList<>();
    for (Map.Entry<NodeName, List<NodeStatus.LinkStatus>> entry : situation.links().entrySet()) {
      long up = entry.getValue().stream().filter(l -> l.state() == NodeStatus.LinkState.UP).count();
      for (NodeStatus.LinkStatus link : entry.getValue()) {
        if (up > 0 && link.state() == NodeStatus.LinkState.DOWN) {
          found.add(
              new StatusProblem(
                  Severity.WARNING,
                  Optional.empty(),
                  Optional.of(entry.getKey()),
                  "link "
                      + link.number()
                      + " to "
                      + entry.getKey()
                      + " is down ("
                      + link.address()
                      + ")",
                  link.since(),
                  "the other link carries on",
                  Optional.empty(),
                  "look at cable, port and address"));
        }
      }
    }
    return found;
  }

  private static StatusProblem problem(Severity severity, String text, String next, String remedy) {
    return new StatusProblem(
        severity,
        Optional.empty(),
        Optional.empty(),
        text,
        Optional.empty(),
        next,
        Optional.empty(),
        remedy);
  }
}
