package ha.daemon.desk;

import ha.api.LastEnd;
import ha.api.LastEnd.Cause;
import ha.api.LastEnd.Known;
import ha.daemon.blackbox.FormerEnd;
import ha.daemon.blackbox.Note;
import ha.model.NodeName;
import ha.model.ledger.ClusterRecord.FenceFact;
import ha.model.ledger.NodeFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Why a node ended last: from what its own black box says, which it tells the others when it is
 * back, and from what the ledger says that was done to it.
 */
final class LastEndDesk {
  /** What led to an end is not older than this; clocks of nodes differ by less. */
  private static final Duration BEFORE = Duration.ofMinutes(2);

  private static final int FACTS = 15;

  private final Situation situation;
  private final NodeName node;
  private final NodeFact fact;
  private final Optional<FormerEnd> box;
  private final Optional<FenceFact> fence;

  LastEndDesk(Situation situation, NodeName node) {
    this.situation = situation;
    this.node = node;
    this.fact = situation.record().node(node);
    this.box = Optional.ofNullable(said().get(FormerEnd.ATTRIBUTE)).flatMap(FormerEnd::read);
    this.fence = isHere() ? fenceOfFormerLife() : fenceOfLatestLife();
  }

  /** What the node says of itself. */
  private SortedMap<String, String> said() {
    return node.equals(situation.self())
        ? situation.own().attributes()
        : situation.record().attributes().getOrDefault(node, Collections.emptySortedMap());
  }

  /** Whether the node runs and can have been asked. */
  private boolean isHere() {
    return situation.reports().containsKey(node);
  }

  private Optional<FenceFact> fenceOfFormerLife() {
    return box.flatMap(end ->
        newestFence(f ->
            !end.life().newerThan(f.incarnation())
                && f.orderedAt().isBefore(end.nextBegan().plus(BEFORE))));
  }

  private Optional<FenceFact> fenceOfLatestLife() {
    return newestFence(f -> f.incarnation().equals(fact.incarnation()));
  }

  private Optional<FenceFact> newestFence(Predicate<FenceFact> wanted) {
    return situation.record().fences().reversed().stream()
        .filter(f -> f.node().equals(node) && f.state() == FenceFact.State.CONFIRMED)
        .filter(wanted)
        .findFirst();
  }

  LastEnd answer() {
    if (fence.isPresent()) {
      return fenced(fence.get());
    }
    return box.filter(end -> isHere()).map(this::byItsOwnBox).orElseGet(this::byTheLedger);
  }

  private LastEnd fenced(FenceFact f) {
    String verdict =
        node + " was fenced (" + f.by() + ": " + f.detail() + "), because " + f.reason();
    String own =
        box.flatMap(end -> end.newest(Note.Kind.WATCHDOG_STARVED))
            .map(note -> "; its own watchdog was not fed any more either: " + note.text())
            .orElse("");
    return answer(Cause.FENCED, Optional.of(f.changedAt()), verdict + own);
  }

  private LastEnd byItsOwnBox(FormerEnd end) {
    Optional<Note> starved = stillStarved(end);
    Optional<Note> broke = end.newest(Note.Kind.BROKE);
    Optional<Note> ended = end.newest(Note.Kind.ENDED);
    if (!end.sameBoot() && starved.isPresent()) {
      return answer(
          Cause.WATCHDOG,
          Optional.of(end.lastSign()),
          node + " was reset by its own watchdog: " + starved.get().text());
    }
    if (ended.isPresent()) {
      String what =
          end.sameBoot()
              ? "the daemon of " + node + " was stopped in an orderly way; no reboot since"
              : node + " was shut down in an orderly way, and booted again";
      return answer(Cause.ORDERLY, Optional.of(ended.get().at()), what);
    }
    if (broke.isPresent()) {
      return answer(
          Cause.BUG,
          Optional.of(broke.get().at()),
          "the daemon of " + node + " ended by a bug: " + broke.get().text());
    }
    return end.sameBoot()
        ? answer(
            Cause.KILLED,
            Optional.of(end.lastSign()),
            node + " was not rebooted: its daemon was killed or died; last beat then")
        : answer(
            Cause.UNKNOWN,
            Optional.of(end.lastSign()),
            "no orderly shutdown, no fence on record, last beat of "
                + node
                + " then: power or"
                + " kernel");
  }

  /** The watchdog was left hungry, and not fed again before the end. */
  private static Optional<Note> stillStarved(FormerEnd end) {
    Optional<Note> spared = end.newest(Note.Kind.WATCHDOG_SPARED);
    return end.newest(Note.Kind.WATCHDOG_STARVED)
        .filter(note -> spared.map(s -> s.number() < note.number()).orElse(true));
  }

  private LastEnd byTheLedger() {
    if (isHere()) {
      return answer(
          Cause.NONE,
          Optional.empty(),
          node + " runs; its black box holds nothing of an earlier daemon");
    }
    Optional<Instant> since = Optional.of(fact.since());
    return switch (fact.standing()) {
      case LEFT ->
          answer(Cause.ORDERLY, since, node + " left the cluster in an orderly way and is away");
      case FENCED -> answer(Cause.FENCED, since, node + " was fenced: " + fact.detail());
      case LOST ->
          answer(
              Cause.LOST,
              since,
              node
                  + " is lost and not confirmed off: "
                  + fact.detail()
                  + ". Why is told when it is"
                  + " back");
      case MEMBER ->
          answer(
              Cause.NONE,
              Optional.empty(),
              node + " is a member; ask where the cluster is led, or on the node itself");
      case UNSEEN -> answer(Cause.NONE, Optional.empty(), node + " was never seen by the cluster");
      case JOINING, LEAVING ->
          answer(Cause.NONE, Optional.empty(), node + " is coming or going at this moment");
    };
  }

  private LastEnd answer(Cause cause, Optional<Instant> at, String verdict) {
    return new LastEnd(node, cause, at, verdict, known());
  }

  private List<Known> known() {
    List<Known> all = new ArrayList<>();
    Instant end = box.map(FormerEnd::lastSign).orElse(fact.since());
    Instant from = fence.map(FenceFact::orderedAt).filter(t -> t.isBefore(end)).orElse(end);
    situation.record().history().stream()
        .filter(e -> e.node().equals(Optional.of(node)))
        .filter(e -> e.at().isAfter(from.minus(BEFORE)))
        .forEach(e -> all.add(new Known(e.at(), "ledger", e.text())));
    box.ifPresent(b -> {
      b.notes().forEach(n -> all.add(new Known(n.at(), "black box", words(n))));
      all.add(new Known(b.lastSign(), "black box", "last sign of life"));
      all.add(
          new Known(
              b.nextBegan(),
              "black box",
              b.sameBoot()
                  ? "the daemon began again, in the same boot"
                  : "the daemon began again, after a boot"));
    });
    all.sort(Comparator.comparing(Known::at));
    return all.subList(Math.max(0, all.size() - FACTS), all.size());
  }

  private static String words(Note note) {
    String what =
        switch (note.kind()) {
          case BEGAN -> "the daemon began";
          case BEAT -> "beat";
          case MEMBER -> "in the cluster";
          case ALONE -> "without the cluster";
          case WATCHDOG_BEGUN -> "the watchdog counts down";
          case WATCHDOG_STARVED -> "the watchdog is not fed";
          case WATCHDOG_SPARED -> "the watchdog is fed again";
          case WATCHDOG_ENDED -> "the watchdog was ended";
          case FENCE_ORDERED -> "this node is to be fenced";
          case DISOWNED -> "the cluster holds this node for off";
          case ENDED -> "orderly end";
          case BROKE -> "bug";
        };
    return note.text().isEmpty() ? what : what + ": " + note.text();
  }
}
