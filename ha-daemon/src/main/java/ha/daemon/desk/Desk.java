package ha.daemon.desk;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ApiJson;
import ha.api.ApplyRequest;
import ha.api.ClusterSituation;
import ha.api.ConfigRevisions;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.FenceHistory;
import ha.api.FencePeerRequest;
import ha.api.Here;
import ha.api.HistoryPage;
import ha.api.NodeAttributes;
import ha.api.Order;
import ha.api.OrderAccepted;
import ha.api.OrderRequest;
import ha.api.ProgressPage;
import ha.api.Queries;
import ha.api.QueryString;
import ha.daemon.controller.Decider;
import ha.daemon.controller.Forecast;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.ClusterRecord.FenceFact;
import ha.model.ledger.HistoryEvent;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Revision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Answers calls on the node that can: the leader, or, where nobody leads, the node that was asked.
 * One thread; calls that must wait (for the ledger, for news) are kept and answered later.
 */
public final class Desk {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final int HISTORY_DEFAULT = 500;

  private final ProgressFeed feed = new ProgressFeed();
  private final Map<Long, Waiting> waiting = new TreeMap<>();
  private final Map<Long, Recording> recording = new TreeMap<>();
  private final ApplyDesk applyDesk;
  private final Decider decider;
  private long tokens;

  public Desk(Decider decider, ApplyDesk applyDesk) {
    this.decider = decider.withoutWitnesses();
    this.applyDesk = applyDesk;
  }

  /** A call for progress that waits. */
  private record Waiting(Optional<String> since, MonoTime until) {}

  /** A call whose entries go into the ledger; definitions ({@code applies}) one at a time. */
  private record Recording(long number, boolean applies, Function<ClusterRecord, Record> answer) {}

  /** What happened lately; the runtime adds to it. */
  public ProgressFeed feed() {
    return feed;
  }

  /** Whether only the leader can answer well, so that others pass the call on. */
  public static boolean needsLeader(ApiCall call) {
    return Endpoints.find(call.method(), call.path())
        .filter(endpoint -> !endpoint.equals(Endpoints.HERE))
        .isPresent();
  }

  /** The node that alone can answer, if it is one node's own affair. */
  public static Optional<NodeName> nodeThatKnows(ApiCall call) {
    try {
      return Endpoints.find(call.method(), call.path())
          .filter(Endpoints.NODE_FACTS::equals)
          .map(e -> QueryString.read(call.query(), Queries.OfNode.class).node());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The desk says what is wrong with it.
    }
  }

  /** Takes a call in. Every call is answered exactly once, now or by a later step. */
  public List<DeskEffect> call(long number, ApiCall call, Situation s, MonoTime now) {
    List<DeskEffect> out = new ArrayList<>();
    Optional<Endpoint<?, ?>> endpoint = Endpoints.find(call.method(), call.path());
    if (endpoint.isEmpty()) {
      answer(
          number,
          ApiReply.failed(
              Kind.NOT_FOUND, "no such endpoint: " + call.method() + " " + call.path(), ""),
          out);
      return out;
    }
    try {
      dispatch(endpoint.get(), number, call, s, now, out);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      answer(number, ApiReply.failed(Kind.USAGE, message, "see docs/API.md"), out);
    } catch (RuntimeException e) {
      // A question about what might be must not end the daemon that keeps what is.
      out.clear();
      StringWriter stack = new StringWriter();
      e.printStackTrace(new PrintWriter(stack));
      out.add(new DeskEffect.Bug("Bug in " + call.method() + " " + call.path() + ": " + stack));
      String message = "this hit a bug, nothing was changed: " + e;
      answer(number, ApiReply.failed(Kind.INTERNAL, message, "journalctl -u had"), out);
    }
    return out;
  }

  private static <T> T read(ApiCall call, Class<T> type) {
    return ApiJson.read(call.body().getBytes(StandardCharsets.UTF_8), type);
  }

  private void dispatch(
      Endpoint<?, ?> endpoint,
      long number,
      ApiCall call,
      Situation s,
      MonoTime now,
      List<DeskEffect> out) {
    if (endpoint.equals(Endpoints.HERE)) {
      answer(number, ApiReply.ok(new Here(s.self())), out);
    } else if (endpoint.equals(Endpoints.STATUS)) {
      answer(number, ApiReply.ok(new StatusBuilder(s).build()), out);
    } else if (endpoint.equals(Endpoints.PROGRESS)) {
      progress(number, QueryString.read(call.query(), Queries.OfProgress.class), s, now, out);
    } else if (endpoint.equals(Endpoints.EXPLAIN)) {
      answer(number, explain(QueryString.read(call.query(), Queries.OfResource.class), s), out);
    } else if (endpoint.equals(Endpoints.SITUATION)) {
      answer(number, situation(s), out);
    } else if (endpoint.equals(Endpoints.HISTORY)) {
      answer(number, history(QueryString.read(call.query(), Queries.OfHistory.class), s), out);
    } else if (endpoint.equals(Endpoints.FENCE_HISTORY)) {
      answer(number, ApiReply.ok(fences(s)), out);
    } else if (endpoint.equals(Endpoints.FENCE_CHECKS)) {
      answer(number, fenceChecks(QueryString.read(call.query(), Queries.OfNode.class), s), out);
    } else if (endpoint.equals(Endpoints.WHY_REBOOTED)) {
      answer(number, lastEnd(QueryString.read(call.query(), Queries.OfNode.class), s), out);
    } else if (endpoint.equals(Endpoints.NODE_FACTS)) {
      NodeName node = QueryString.read(call.query(), Queries.OfNode.class).node();
      answer(
          number, ApiReply.failed(Kind.NOT_FOUND, "no node '" + node + "'", "hactl status"), out);
    } else if (endpoint.equals(Endpoints.ATTRIBUTES)) {
      answer(number, ApiReply.ok(new NodeAttributes(s.record().attributes())), out);
    } else if (endpoint.equals(Endpoints.CONFIG)) {
      answer(number, config(QueryString.read(call.query(), Queries.OfRevision.class), s), out);
    } else if (endpoint.equals(Endpoints.CONFIG_REVISIONS)) {
      answer(number, ApiReply.ok(revisions(s)), out);
    } else if (endpoint.equals(Endpoints.APPLY)) {
      apply(number, read(call, ApplyRequest.class), call.author(), s, out);
    } else if (endpoint.equals(Endpoints.FENCE_PEER)) {
      fencePeer(number, read(call, FencePeerRequest.class), call, s, out);
    } else {
      Order order = read(call, OrderRequest.class).order();
      if (endpoint.equals(Endpoints.PREVIEW)) {
        answer(number, preview(order, call.author(), s), out);
      } else {
        order(number, order, call.author(), s, out);
      }
    }
  }

  private static void answer(long number, ApiReply reply, List<DeskEffect> out) {
    out.add(new DeskEffect.Answer(number, reply));
  }

  // ---- questions -----------------------------------------------------------------------------

  private void progress(
      long number, Queries.OfProgress query, Situation s, MonoTime now, List<DeskEffect> out) {
    Duration patience = query.patience().orElse(Duration.ZERO);
    if (patience.compareTo(LONGEST_WAIT) > 0) {
      patience = LONGEST_WAIT;
    }
    boolean nothingToWaitFor = patience.isZero() || feed.hasNews(query.since());
    if (nothingToWaitFor) {
      answer(number, ApiReply.ok(feed.after(query.since(), s.isSettled())), out);
    } else {
      Optional<String> since = Optional.of(query.since().orElse(feed.cursor()));
      waiting.put(number, new Waiting(since, now.plus(patience)));
    }
  }

  private ApiReply explain(Queries.OfResource query, Situation s) {
    return ExplainDesk.of(s).map(desk -> desk.answer(query, feed)).orElseGet(() -> noLeader(s));
  }

  private static ApiReply situation(Situation s) {
    if (s.leading().isEmpty() || s.definitions().isEmpty()) {
      return noLeader(s);
    }
    Forecast.Inputs inputs =
        Forecast.inputs(s.definitions().get(), s.record(), s.leading().get(), s.at());
    long revision = s.record().revision().map(Revision::number).orElse(0L);
    return ApiReply.ok(
        new ClusterSituation(s.at(), revision, inputs.definitions(), inputs.snapshot()));
  }

  private static ApiReply history(Queries.OfHistory query, Situation s) {
    List<HistoryEvent> matching =
        s.record().history().stream()
            .filter(e -> query.resource().isEmpty() || concerns(e, query))
            .filter(e -> query.node().isEmpty() || e.node().equals(query.node()))
            .filter(e -> query.since().map(t -> !e.at().isBefore(t)).orElse(true))
            .toList();
    int limit = Math.max(1, query.limit().orElse(HISTORY_DEFAULT));
    boolean more = matching.size() > limit;
    List<HistoryEvent> newest =
        more ? matching.subList(matching.size() - limit, matching.size()) : matching;
    return ApiReply.ok(new HistoryPage(newest, more));
  }

  private static boolean concerns(HistoryEvent event, Queries.OfHistory query) {
    String wanted = query.resource().orElseThrow().value();
    return event
        .resource()
        .map(r -> r.value().equals(wanted) || r.base().equals(wanted))
        .orElse(false);
  }

  private static FenceHistory fences(Situation s) {
    return new FenceHistory(s.record().fences().reversed().stream().map(Desk::shown).toList());
  }

  private static ApiReply fenceChecks(Queries.OfNode query, Situation s) {
    return s.definitions()
        .filter(d -> d.nodes().containsKey(query.node()))
        .map(d -> ApiReply.ok(new FenceView(s, d).checks(query.node())))
        .orElseGet(() ->
            ApiReply.failed(Kind.NOT_FOUND, "no node '" + query.node() + "'", "hactl status"));
  }

  private static ApiReply lastEnd(Queries.OfNode query, Situation s) {
    boolean known =
        s.record().nodes().containsKey(query.node())
            || s.definitions().map(d -> d.nodes().containsKey(query.node())).orElse(false);
    return known
        ? ApiReply.ok(new LastEndDesk(s, query.node()).answer())
        : ApiReply.failed(Kind.NOT_FOUND, "no node '" + query.node() + "'", "hactl status");
  }

  private static FenceHistory.FenceRecord shown(FenceFact f) {
    boolean over = f.state() == FenceFact.State.CONFIRMED;
    return new FenceHistory.FenceRecord(
        f.node(),
        f.incarnation(),
        f.orderedAt(),
        over ? Optional.of(f.changedAt()) : Optional.empty(),
        switch (f.state()) {
          case ORDERED -> FenceHistory.Outcome.UNDER_WAY;
          case FAILED -> FenceHistory.Outcome.FAILED;
          case CONFIRMED -> FenceHistory.Outcome.CONFIRMED;
        },
        f.by(),
        "cluster",
        f.reason(),
        f.detail(),
        f.attempts());
  }

  private static ApiReply config(Queries.OfRevision query, Situation s) {
    Optional<Revision> found =
        query
            .revision()
            .map(n -> s.record().revisions().stream().filter(r -> r.number() == n).findFirst())
            .orElseGet(() -> s.record().revision());
    return found
        .map(ApiReply::ok)
        .orElseGet(() ->
            ApiReply.failed(
                Kind.NOT_FOUND,
                query
                    .revision()
                    .map(n -> "no revision " + n + " is kept")
                    .orElse("no definitions were applied yet"),
                "hactl config history"));
  }

  private static ConfigRevisions revisions(Situation s) {
    long current = s.record().revision().map(Revision::number).orElse(0L);
    return new ConfigRevisions(
        current,
        s.record().revisions().reversed().stream()
            .map(
                r -> new ConfigRevisions.ConfigRevision(r.number(), r.at(), r.author(), r.reason()))
            .toList());
  }

  // ---- orders --------------------------------------------------------------------------------

  private ApiReply preview(Order order, String author, Situation s) {
    if (s.leading().isEmpty() || s.definitions().isEmpty()) {
      return noLeader(s);
    }
    return switch (new OrderDesk(s, s.definitions().get(), author).take(order)) {
      case OrderDesk.Outcome.Refused refused -> ApiReply.failed(refused.error());
      case OrderDesk.Outcome.Entries entries ->
          ApiReply.ok(
              PlanSummaries.of(
                  Preview.after(s, s.definitions().get(), entries.entries(), decider)));
    };
  }

  private void order(long number, Order order, String author, Situation s, List<DeskEffect> out) {
    if (s.leading().isEmpty()) {
      withoutLeader(number, order, author, s, out);
      return;
    }
    Definitions definitions = s.definitions().orElse(null);
    if (definitions == null) {
      answer(number, ApiReply.failed(Kind.REFUSED, "no definitions yet", "hactl apply FILE"), out);
      return;
    }
    switch (new OrderDesk(s, definitions, author).take(order)) {
      case OrderDesk.Outcome.Refused refused ->
          answer(number, ApiReply.failed(refused.error()), out);
      case OrderDesk.Outcome.Entries entries ->
          record(
              entries.entries(),
              new Recording(number, false, r -> new OrderAccepted(feed.cursor(), entries.text())),
              s.record(),
              out);
    }
  }

  private void fencePeer(
      long number, FencePeerRequest request, ApiCall call, Situation s, List<DeskEffect> out) {
    if (s.leading().isEmpty() || s.definitions().isEmpty()) {
      answer(number, noLeader(s), out);
      return;
    }
    switch (new ReplicaDesk(s, s.definitions().get(), call).take(request)) {
      case ReplicaDesk.Outcome.Refused refused ->
          answer(number, ApiReply.failed(refused.error()), out);
      case ReplicaDesk.Outcome.Known known -> answer(number, ApiReply.ok(known.answer()), out);
      case ReplicaDesk.Outcome.Declared declared ->
          record(
              declared.entries(),
              new Recording(number, false, r -> declared.answer()),
              s.record(),
              out);
    }
  }

  /** Two orders make sense where nobody leads: a person's word, and a person's risk. */
  private static void withoutLeader(
      long number, Order order, String author, Situation s, List<DeskEffect> out) {
    Optional<ApiError> doubt = OfflineWords.doubt(order, s);
    if (doubt.isPresent()) {
      answer(number, ApiReply.failed(doubt.get()), out);
      return;
    }
    switch (order) {
      case Order.FenceConfirmOrder o -> {
        out.add(new DeskEffect.VouchOff(o.node(), author, o.reason()));
        answer(
            number,
            ApiReply.ok(
                new OrderAccepted("0.0", o.node() + " counts as off on the word of " + author)),
            out);
      }
      case Order.LeadAloneOrder o -> {
        o.off().forEach(n -> out.add(new DeskEffect.VouchOff(n, author, o.reason())));
        out.add(new DeskEffect.LeadAlone(author, o.reason()));
        answer(
            number,
            ApiReply.ok(
                new OrderAccepted("0.0", s.self() + " leads alone on the order of " + author)),
            out);
      }
      case Order ignored -> answer(number, noLeader(s), out);
    }
  }

  private static ApiReply noLeader(Situation s) {
    String wayOut = s.quorum().waiting().map(w -> w.wayOut()).orElse("hactl status");
    return ApiReply.failed(Kind.NO_QUORUM, "nobody leads: " + s.quorum().reason(), wayOut);
  }

  private void apply(
      long number, ApplyRequest request, String author, Situation s, List<DeskEffect> out) {
    if (s.leading().isEmpty()) {
      answer(number, noLeader(s), out);
      return;
    }
    boolean another = recording.values().stream().anyMatch(Recording::applies);
    if (another && !request.dryRun()) {
      answer(
          number,
          ApiReply.failed(
              Kind.CONFLICT,
              "somebody else's definitions are being recorded at this moment",
              "hactl config diff " + request.file() + ", then apply again"),
          out);
      return;
    }
    switch (applyDesk.take(request, author, s, decider)) {
      case ApplyDesk.Outcome.Refused refused ->
          answer(number, ApiReply.failed(refused.error()), out);
      case ApplyDesk.Outcome.Shown shown -> answer(number, ApiReply.ok(shown.answer()), out);
      case ApplyDesk.Outcome.Commit commit ->
          record(
              List.of(commit.entry()),
              new Recording(number, true, r -> commit.accepted().answer(feed.cursor(), r)),
              s.record(),
              out);
    }
  }

  private void record(
      List<LedgerEntry> entries, Recording what, ClusterRecord record, List<DeskEffect> out) {
    if (entries.isEmpty()) {
      answer(what.number(), ApiReply.ok(what.answer().apply(record)), out);
      return;
    }
    tokens++;
    // Negative, so that no token of the controller's own is ever the same.
    recording.put(-tokens, what);
    out.add(new DeskEffect.Commit(-tokens, entries));
  }

  /** What became of {@link DeskEffect.Commit}. */
  public List<DeskEffect> recorded(
      long token, boolean committed, String why, ClusterRecord record) {
    List<DeskEffect> out = new ArrayList<>();
    Recording what = recording.remove(token);
    if (what == null) {
      return out;
    }
    if (!committed) {
      answer(
          what.number(),
          ApiReply.failed(
              Kind.NO_QUORUM,
              "not recorded: " + why,
              "hactl status, then try again; the order may or may not have been taken"),
          out);
    } else {
      answer(what.number(), ApiReply.ok(what.answer().apply(record)), out);
    }
    return out;
  }

  /** After each step: answers those who wait for news. */
  public List<DeskEffect> afterStep(Situation s, MonoTime now) {
    List<DeskEffect> out = new ArrayList<>();
    waiting
        .entrySet()
        .removeIf(entry -> {
          Waiting w = entry.getValue();
          boolean due = feed.hasNews(w.since()) || !now.before(w.until());
          if (due) {
            ProgressPage page = feed.after(w.since(), s.isSettled());
            answer(entry.getKey(), ApiReply.ok(page), out);
          }
          return due;
        });
    return out;
  }

  /** Whether anybody waits, so that {@link #afterStep} is worth calling. */
  public boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** This node leads no more: whoever waits is told to ask again. */
  public List<DeskEffect> leadershipEnded() {
    List<DeskEffect> out = new ArrayList<>();
    waiting.forEach((number, w) -> answer(number, ApiReply.ok(feed.after(w.since(), false)), out));
    waiting.clear();
    recording.forEach((token, what) ->
        answer(
            what.number(),
            ApiReply.failed(
                new ApiError(
                    Kind.NO_QUORUM,
                    "the leader changed before this was known to be recorded",
                    "",
                    "",
                    "hactl status, then try again")),
            out));
    recording.clear();
    return out;
  }
}
