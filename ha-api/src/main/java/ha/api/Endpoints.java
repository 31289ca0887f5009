package ha.api;

import static ha.api.Endpoint.Method.GET;
import static ha.api.Endpoint.Method.POST;

import ha.model.ledger.Revision;
import java.util.List;
import java.util.Optional;

/** Every endpoint there is: the contract of both sides. */
public final class Endpoints {
  public static final Endpoint<Queries.All, Here> HERE =
      new Endpoint<>(
          GET, "/v1/here", Queries.All.class, Here.class, "which node is asked; any daemon knows");

  public static final Endpoint<Queries.All, ClusterStatus> STATUS =
      new Endpoint<>(
          GET, "/v1/status", Queries.All.class, ClusterStatus.class, "the cluster at this moment");

  public static final Endpoint<Queries.OfProgress, ProgressPage> PROGRESS =
      new Endpoint<>(
          GET,
          "/v1/progress",
          Queries.OfProgress.class,
          ProgressPage.class,
          "what happened since a cursor; waits for news");

  public static final Endpoint<Queries.OfResource, Explanation> EXPLAIN =
      new Endpoint<>(
          GET,
          "/v1/explain",
          Queries.OfResource.class,
          Explanation.class,
          "why a resource is, or is not, where it is, or a node as it is");

  public static final Endpoint<Queries.All, ClusterSituation> SITUATION =
      new Endpoint<>(
          GET,
          "/v1/situation",
          Queries.All.class,
          ClusterSituation.class,
          "what decisions are made from: definitions, orders in force, facts");

  public static final Endpoint<Queries.OfHistory, HistoryPage> HISTORY =
      new Endpoint<>(
          GET,
          "/v1/history",
          Queries.OfHistory.class,
          HistoryPage.class,
          "what was done, when, by whom and why");

  public static final Endpoint<Queries.All, FenceHistory> FENCE_HISTORY =
      new Endpoint<>(
          GET,
          "/v1/fence-history",
          Queries.All.class,
          FenceHistory.class,
          "every attempt to fence a node");

  public static final Endpoint<Queries.OfNode, FenceChecks> FENCE_CHECKS =
      new Endpoint<>(
          GET,
          "/v1/fence-checks",
          Queries.OfNode.class,
          FenceChecks.class,
          "whether a node could be fenced, as every other member found last");

  public static final Endpoint<Queries.OfNode, LastEnd> WHY_REBOOTED =
      new Endpoint<>(
          GET,
          "/v1/why-rebooted",
          Queries.OfNode.class,
          LastEnd.class,
          "why a node, or its daemon, ended last");

  public static final Endpoint<Queries.OfNode, NodeFacts> NODE_FACTS =
      new Endpoint<>(
          GET,
          "/v1/node-facts",
          Queries.OfNode.class,
          NodeFacts.class,
          "what only a node itself knows: its program, machine, newest log lines and black box");

  public static final Endpoint<Queries.All, NodeAttributes> ATTRIBUTES =
      new Endpoint<>(
          GET,
          "/v1/attributes",
          Queries.All.class,
          NodeAttributes.class,
          "what agents say of their nodes: replicas, connectivity, health");

  public static final Endpoint<Queries.OfRevision, Revision> CONFIG =
      new Endpoint<>(
          GET,
          "/v1/config",
          Queries.OfRevision.class,
          Revision.class,
          "the definitions as they were applied");

  public static final Endpoint<Queries.All, ConfigRevisions> CONFIG_REVISIONS =
      new Endpoint<>(
          GET,
          "/v1/config/revisions",
          Queries.All.class,
          ConfigRevisions.class,
          "who applied which revision, when and why");

  public static final Endpoint<ApplyRequest, ApplyAnswer> APPLY =
      new Endpoint<>(
          POST,
          "/v1/config/apply",
          ApplyRequest.class,
          ApplyAnswer.class,
          "new definitions: checked, compared, planned and, unless dry, committed");

  public static final Endpoint<OrderRequest, PlanSummary> PREVIEW =
      new Endpoint<>(
          POST,
          "/v1/orders/preview",
          OrderRequest.class,
          PlanSummary.class,
          "what an order would cause; changes nothing");

  public static final Endpoint<OrderRequest, OrderAccepted> ORDER =
      new Endpoint<>(
          POST,
          "/v1/orders",
          OrderRequest.class,
          OrderAccepted.class,
          "an operator's order; answered once it is recorded");

  public static final Endpoint<FencePeerRequest, FencePeerAnswer> FENCE_PEER =
      new Endpoint<>(
          POST,
          "/v1/fence-peer",
          FencePeerRequest.class,
          FencePeerAnswer.class,
          "asked by a replicating device that lost its peer: may it go on?");

  /** All of them, in the order of the documentation. */
  public static final List<Endpoint<?, ?>> ALL =
      List.of(
          HERE,
          STATUS,
          PROGRESS,
          EXPLAIN,
          SITUATION,
          HISTORY,
          FENCE_HISTORY,
          FENCE_CHECKS,
          WHY_REBOOTED,
          NODE_FACTS,
          ATTRIBUTES,
          CONFIG,
          CONFIG_REVISIONS,
          APPLY,
          PREVIEW,
          ORDER,
          FENCE_PEER);

  private Endpoints() {}

  /** The endpoint of a request line. */
  public static Optional<Endpoint<?, ?>> find(String method, String path) {
    return ALL.stream()
        .filter(e -> e.method().name().equals(method) && e.path().equals(path))
        .findFirst();
  }
}
