package ha.model.ledger;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.Term;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the cluster remembers: the ledger's entries, folded. Immutable; every node that has applied
 * the same entries holds an equal record.
 *
 * @param position of the newest entry applied
 * @param term newest term that began, {@link Term#NONE} before the first
 * @param members of that term
 * @param revisions applied definitions, oldest first, the newest {@value #REVISIONS_KEPT} of them
 * @param attributes transient attributes by node, and {@link Lasting} ones
 * @param fences newest last
 * @param history newest last
 */
public record ClusterRecord(
    Position position,
    Term term,
    Optional<NodeName> leader,
    SortedMap<NodeName, Incarnation> members,
    SortedMap<NodeName, NodeFact> nodes,
    List<Revision> revisions,
    SortedMap<NodeName, SortedMap<String, String>> attributes,
    List<FailureFact> failures,
    List<TimeoutFact> timeouts,
    List<OverrideFact> overrides,
    List<FenceFact> fences,
    List<HistoryEvent> history) {
  private static final int REVISIONS_KEPT = 50;
  private static final int FENCES_KEPT = 200;
  private static final int HISTORY_KEPT = 1000;

  public static final ClusterRecord EMPTY =
      new ClusterRecord(
          Position.START,
          Term.NONE,
          Optional.empty(),
          new TreeMap<>(),
          new TreeMap<>(),
          List.of(),
          new TreeMap<>(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  public ClusterRecord {
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    revisions = List.copyOf(revisions);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    failures = List.copyOf(failures);
    timeouts = List.copyOf(timeouts);
    overrides = List.copyOf(overrides);
    fences = List.copyOf(fences);
    history = List.copyOf(history);
  }

  /** The definitions in force. */
  public Optional<Revision> revision() {
    return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.getLast());
  }

  /** What is known of {@code node}; {@link NodeFact#UNSEEN} if nothing. */
  public NodeFact node(NodeName node) {
    return nodes.getOrDefault(node, NodeFact.UNSEEN);
  }

  /** The override with this key, if one is in force. */
  public Optional<OverrideFact> override(String key) {
    return overrides.stream().filter(o -> o.override().key().equals(key)).findFirst();
  }

  /** The record after {@code entry}, which stands at {@code at} in the ledger. */
  public ClusterRecord apply(Position at, LedgerEntry entry) {
    ClusterRecord next =
        switch (entry) {
          case LedgerEntry.TermBegan e -> termBegan(e);
          case LedgerEntry.DefinitionsApplied e -> definitionsApplied(e);
          case LedgerEntry.NodeLeft e ->
              nodeIs(e.node(), e.incarnation(), Standing.LEFT, e.at(), "");
          case LedgerEntry.NodeKeeps e ->
              sameLife(e.node(), e.incarnation(), fact -> fact.keeping(e.resources()));
          case LedgerEntry.NodeWatched e ->
              sameLife(e.node(), e.incarnation(), fact -> fact.watched(e.resetWithin()));
          case LedgerEntry.NodeLost e ->
              nodeIs(e.node(), e.incarnation(), Standing.LOST, e.at(), e.how());
          case LedgerEntry.FenceOrdered e -> fenceOrdered(e);
          case LedgerEntry.FenceConfirmed e -> fenceConfirmed(e);
          case LedgerEntry.FenceFailed e -> fenceFailed(e);
          case LedgerEntry.AttributeChanged e -> attributeChanged(e);
          case LedgerEntry.OperationFailed e -> operationFailed(e);
          case LedgerEntry.MonitorTimedOut e -> monitorTimedOut(e);
          case LedgerEntry.FailuresCleared e ->
              withFailures(
                  without(failures, f -> concerns(f.resource(), f.node(), e)),
                  without(timeouts, t -> concerns(t.resource(), t.node(), e)));
          case LedgerEntry.OverrideSet e -> overrideSet(e);
          case LedgerEntry.OverrideLifted e ->
              withOverrides(without(overrides, o -> o.override().key().equals(e.key())));
          case LedgerEntry.Noted ignored -> this;
        };
    return next.recorded(at, HistoryText.of(at, entry));
  }

  private ClusterRecord recorded(Position at, Optional<HistoryEvent> event) {
    List<HistoryEvent> events = event.map(e -> appended(history, e, HISTORY_KEPT)).orElse(history);
    return new ClusterRecord(
        at,
        term,
        leader,
        members,
        nodes,
        revisions,
        attributes,
        failures,
        timeouts,
        overrides,
        fences,
        events);
  }

  private ClusterRecord termBegan(LedgerEntry.TermBegan e) {
    TreeMap<NodeName, NodeFact> facts = new TreeMap<>(nodes);
    TreeMap<NodeName, SortedMap<String, String>> kept = new TreeMap<>(attributes);
    e.members()
        .forEach((node, incarnation) -> {
          NodeFact known = node(node);
          boolean same =
              known.standing() == Standing.MEMBER && known.incarnation().equals(incarnation);
          if (!same) {
            facts.put(node, new NodeFact(incarnation, Standing.MEMBER, e.at(), ""));
            keepLasting(kept, node);
          }
        });
    return new ClusterRecord(
        position,
        e.term(),
        Optional.of(e.leader()),
        e.members(),
        facts,
        revisions,
        kept,
        failures,
        timeouts,
        overrides,
        fences,
        history);
  }

  private static void keepLasting(
      Map<NodeName, SortedMap<String, String>> attributes, NodeName node) {
    SortedMap<String, String> lasting = Lasting.of(attributes.getOrDefault(node, new TreeMap<>()));
    if (lasting.isEmpty()) {
      attributes.remove(node);
    } else {
      attributes.put(node, Collections.unmodifiableSortedMap(lasting));
    }
  }

  private ClusterRecord definitionsApplied(LedgerEntry.DefinitionsApplied e) {
    long number = revision().map(r -> r.number() + 1).orElse(1L);
    Revision next = new Revision(number, e.at(), e.yaml(), e.author(), e.reason());
    return new ClusterRecord(
        position,
        term,
        leader,
        members,
        nodes,
        appended(revisions, next, REVISIONS_KEPT),
        attributes,
        failures,
        timeouts,
        overrides,
        fences,
        history);
  }

  /** A late word about an earlier life changes nothing. */
  private ClusterRecord nodeIs(
      NodeName node, Incarnation incarnation, Standing standing, Instant at, String detail) {
    NodeFact known = node(node);
    if (known.incarnation().newerThan(incarnation)) {
      return this;
    }
    TreeMap<NodeName, NodeFact> facts = new TreeMap<>(nodes);
    boolean sameLife = known.incarnation().equals(incarnation);
    NodeFact fact = new NodeFact(incarnation, standing, at, detail);
    if (sameLife) {
      fact = fact.watched(known.resetWithin());
    }
    if (sameLife && standing == Standing.LEFT) {
      fact = fact.keeping(known.keeps());
    }
    facts.put(node, fact);
    TreeMap<NodeName, SortedMap<String, String>> kept = new TreeMap<>(attributes);
    keepLasting(kept, node);
    List<FailureFact> remaining =
        standing == Standing.LOST ? failures : without(failures, f -> f.node().equals(node));
    List<TimeoutFact> seen =
        standing == Standing.LOST ? timeouts : without(timeouts, t -> t.node().equals(node));
    return new ClusterRecord(
        position, term, leader, members, facts, revisions, kept, remaining, seen, overrides, fences,
        history);
  }

  /** What is said of one life of a node; late words of an earlier one change nothing. */
  private ClusterRecord sameLife(
      NodeName node, Incarnation incarnation, UnaryOperator<NodeFact> said) {
    NodeFact known = node(node);
    if (!known.incarnation().equals(incarnation)) {
      return this;
    }
    TreeMap<NodeName, NodeFact> facts = new TreeMap<>(nodes);
    facts.put(node, said.apply(known));
    return new ClusterRecord(
        position,
        term,
        leader,
        members,
        facts,
        revisions,
        attributes,
        failures,
        timeouts,
        overrides,
        fences,
        history);
  }

  private ClusterRecord fenceOrdered(LedgerEntry.FenceOrdered e) {
    FenceFact fact =
        new FenceFact(
            e.node(),
            e.incarnation(),
            e.reason(),
            e.at(),
            FenceFact.State.ORDERED,
            e.at(),
            "",
            "",
            0);
    return withFences(appended(fences, fact, FENCES_KEPT));
  }

  private ClusterRecord fenceConfirmed(LedgerEntry.FenceConfirmed e) {
    ClusterRecord off = nodeIs(e.node(), e.incarnation(), Standing.FENCED, e.at(), e.how());
    FenceFact before = off.openFence(e.node(), e.incarnation(), e.at(), e.how());
    return off.withFence(
        new FenceFact(
            e.node(),
            e.incarnation(),
            before.reason(),
            before.orderedAt(),
            FenceFact.State.CONFIRMED,
            e.at(),
            e.device().isEmpty() ? e.author() : e.device(),
            e.how(),
            before.attempts() + 1));
  }

  private ClusterRecord fenceFailed(LedgerEntry.FenceFailed e) {
    FenceFact before = openFence(e.node(), e.incarnation(), e.at(), e.cause());
    return withFence(
        new FenceFact(
            e.node(),
            e.incarnation(),
            before.reason(),
            before.orderedAt(),
            FenceFact.State.FAILED,
            e.at(),
            e.device(),
            e.cause(),
            before.attempts() + 1));
  }

  private FenceFact openFence(NodeName node, Incarnation incarnation, Instant at, String reason) {
    return fences.reversed().stream()
        .filter(f -> f.isFor(node, incarnation) && f.state() != FenceFact.State.CONFIRMED)
        .findFirst()
        .orElseGet(() ->
            new FenceFact(node, incarnation, reason, at, FenceFact.State.ORDERED, at, "", "", 0));
  }

  private ClusterRecord withFence(FenceFact fact) {
    List<FenceFact> others =
        without(
            fences,
            f ->
                f.isFor(fact.node(), fact.incarnation())
                    && f.orderedAt().equals(fact.orderedAt())
                    && f.state() != FenceFact.State.CONFIRMED);
    return withFences(appended(others, fact, FENCES_KEPT));
  }

  private ClusterRecord attributeChanged(LedgerEntry.AttributeChanged e) {
    TreeMap<String, String> values =
        new TreeMap<>(attributes.getOrDefault(e.node(), new TreeMap<>()));
    e.value()
        .ifPresentOrElse(v -> values.put(e.attribute(), v), () -> values.remove(e.attribute()));
    TreeMap<NodeName, SortedMap<String, String>> all = new TreeMap<>(attributes);
    all.put(e.node(), Collections.unmodifiableSortedMap(values));
    return new ClusterRecord(
        position, term, leader, members, nodes, revisions, all, failures, timeouts, overrides,
        fences, history);
  }

  private ClusterRecord operationFailed(LedgerEntry.OperationFailed e) {
    Optional<FailureFact> before =
        failures.stream()
            .filter(f -> f.isOf(e.resource(), e.node(), e.operation(), e.interval()))
            .findFirst();
    Score one = e.fatal() ? Score.INFINITY : new Score(1);
    FailureFact fact =
        new FailureFact(
            e.resource(),
            e.node(),
            e.operation(),
            e.interval(),
            before.map(FailureFact::count).orElse(Score.ZERO).plus(one),
            e.at(),
            e.exitCode(),
            e.exitReason());
    List<FailureFact> all =
        new ArrayList<>(
            without(failures, f -> f.isOf(e.resource(), e.node(), e.operation(), e.interval())));
    all.add(fact);
    return withFailures(all, timeouts);
  }

  private ClusterRecord monitorTimedOut(LedgerEntry.MonitorTimedOut e) {
    int before =
        timeouts.stream()
            .filter(t -> t.resource().equals(e.resource()) && t.node().equals(e.node()))
            .mapToInt(TimeoutFact::count)
            .sum();
    List<TimeoutFact> all =
        new ArrayList<>(
            without(timeouts, t -> t.resource().equals(e.resource()) && t.node().equals(e.node())));
    all.add(new TimeoutFact(e.resource(), e.node(), before + 1, e.at(), e.reason()));
    return withFailures(failures, all);
  }

  private ClusterRecord overrideSet(LedgerEntry.OverrideSet e) {
    List<OverrideFact> all =
        new ArrayList<>(without(overrides, o -> o.override().key().equals(e.override().key())));
    all.add(new OverrideFact(e.override(), e.at(), e.author(), e.reason()));
    return withOverrides(all);
  }

  private ClusterRecord withFailures(List<FailureFact> changed, List<TimeoutFact> seen) {
    return new ClusterRecord(
        position,
        term,
        leader,
        members,
        nodes,
        revisions,
        attributes,
        changed,
        seen,
        overrides,
        fences,
        history);
  }

  private ClusterRecord withOverrides(List<OverrideFact> changed) {
    return new ClusterRecord(
        position,
        term,
        leader,
        members,
        nodes,
        revisions,
        attributes,
        failures,
        timeouts,
        changed,
        fences,
        history);
  }

  private ClusterRecord withFences(List<FenceFact> changed) {
    return new ClusterRecord(
        position,
        term,
        leader,
        members,
        nodes,
        revisions,
        attributes,
        failures,
        timeouts,
        overrides,
        changed,
        history);
  }

  private static boolean concerns(
      ResourceId resource, NodeName node, LedgerEntry.FailuresCleared cleared) {
    boolean same =
        resource.equals(cleared.resource()) || resource.base().equals(cleared.resource().value());
    return same && cleared.node().map(node::equals).orElse(true);
  }

  private static <T> List<T> appended(List<T> list, T item, int keep) {
    List<T> all = new ArrayList<>(list);
    all.add(item);
    return all.size() > keep ? List.copyOf(all.subList(all.size() - keep, all.size())) : all;
  }

  private static <T> List<T> without(List<T> list, Predicate<T> gone) {
    return list.stream().filter(gone.negate()).toList();
  }

  /** How often an operation failed on a node, and how last. */
  public record FailureFact(
      ResourceId resource,
      NodeName node,
      String operation,
      Duration interval,
      Score count,
      Instant last,
      int exitCode,
      String exitReason) {
    boolean isOf(ResourceId resource, NodeName node, String operation, Duration interval) {
      return this.resource.equals(resource)
          && this.node.equals(node)
          && this.operation.equals(operation)
          && this.interval.equals(interval);
    }
  }

  /** How often a resource's monitor timed out on a node without that being a failure. */
  public record TimeoutFact(
      ResourceId resource, NodeName node, int count, Instant last, String reason) {}

  /** An override in force, who set it, when and why. */
  public record OverrideFact(
      OperatorOverride override, Instant since, String author, String reason) {}

  /**
   * One fencing, from order to confirmation.
   *
   * @param by device, or person, that brought the latest news
   */
  public record FenceFact(
      NodeName node,
      Incarnation incarnation,
      String reason,
      Instant orderedAt,
      State state,
      Instant changedAt,
      String by,
      String detail,
      int attempts) {
    boolean isFor(NodeName node, Incarnation incarnation) {
      return this.node.equals(node) && this.incarnation.equals(incarnation);
    }

    /** How far it got. */
    public enum State {
      ORDERED,
      FAILED,
      CONFIRMED
    }
  }
}
