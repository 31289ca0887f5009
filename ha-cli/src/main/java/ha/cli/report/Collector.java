package ha.cli.report;

import ha.api.ApiError;
import ha.api.ClusterStatus;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.NodeFacts;
import ha.api.NodeStatus;
import ha.api.Queries;
import ha.api.Reply;
import ha.api.ResourceStatus;
import ha.cli.Session;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.json.Json;
import ha.model.ledger.Revision;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Asks for all that a report holds. Each question has a deadline of its own; what is not answered
 * is left out, and said.
 */
final class Collector {
  private static final Queries.All ALL = new Queries.All();
  private static final int WHOLE_HISTORY = 100_000;

  private final Session session;
  private final Masking masking = new Masking();
  private final SortedMap<String, String> texts = new TreeMap<>();
  private final List<String> missing = new ArrayList<>();

  Collector(Session session) {
    this.session = session;
  }

  /**
   * What was found.
   *
   * @param texts by the names of their files, without secrets
   * @param missing what was asked for in vain, and why
   */
  record Found(SortedMap<String, String> texts, List<String> missing) {}

  Found collect() {
    Optional<ClusterStatus> status = json("status.json", Endpoints.STATUS, ALL);
    definitions();
    json("situation.json", Endpoints.SITUATION, ALL);
    json(
        "history.json",
        Endpoints.HISTORY,
        new Queries.OfHistory(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(WHOLE_HISTORY)));
    json("fence-history.json", Endpoints.FENCE_HISTORY, ALL);
    json("attributes.json", Endpoints.ATTRIBUTES, ALL);
    status.ifPresent(s -> {
      s.resources().stream().map(ResourceStatus::id).forEach(this::decisions);
      s.nodes().forEach(this::node);
    });
    SortedMap<String, String> masked = new TreeMap<>();
    texts.forEach((name, text) -> masked.put(name, masking.masked(text)));
    return new Found(
        Collections.unmodifiableSortedMap(masked), missing.stream().map(masking::masked).toList());
  }

  private void definitions() {
    Optional<Revision> newest =
        ask("config.yaml", Endpoints.CONFIG, new Queries.OfRevision(Optional.empty()));
    newest.ifPresent(revision -> {
      masking.learn(revision.yaml());
      texts.put("config.yaml", revision.yaml());
    });
    json("config-revisions.json", Endpoints.CONFIG_REVISIONS, ALL);
  }

  private void decisions(ResourceId resource) {
    json(
        "decisions/" + fileName(resource.value()) + ".json",
        Endpoints.EXPLAIN,
        new Queries.OfResource(resource, Optional.empty()));
  }

  private void node(NodeStatus node) {
    String directory = "nodes/" + fileName(node.name().value()) + "/";
    Queries.OfNode about = new Queries.OfNode(node.name());
    json(directory + "fence-checks.json", Endpoints.FENCE_CHECKS, about);
    json(directory + "why-rebooted.json", Endpoints.WHY_REBOOTED, about);
    if (node.standing() == Standing.MEMBER) {
      ask(directory + "facts.json, log.txt, black-box.txt", Endpoints.NODE_FACTS, about)
          .ifPresent(facts -> facts(directory, facts));
    } else {
      missing.add(directory + ": " + absent(node.name(), node.standing()));
    }
  }

  private static String absent(NodeName node, Standing standing) {
    return node
        + " is no member now ("
        + standing.name().toLowerCase(java.util.Locale.ROOT)
        + "): its log, black box and machine are not in here; run hactl report there";
  }

  private void facts(String directory, NodeFacts facts) {
    texts.put(directory + "facts.json", Json.pretty(facts.facts()) + "\n");
    texts.put(directory + "log.txt", lines(facts.log()));
    texts.put(directory + "black-box.txt", lines(facts.blackBox()));
  }

  private static String lines(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** Names are the users'; in an archive they must not climb out of their directory. */
  private static String fileName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^\\.+", "_");
    return safe.length() > 60 ? safe.substring(0, 60) : safe;
  }

  private <Q extends Record, A> Optional<A> json(String file, Endpoint<Q, A> endpoint, Q query) {
    Optional<A> answer = ask(file, endpoint, query);
    answer.ifPresent(a -> texts.put(file, Json.pretty(a) + "\n"));
    return answer;
  }

  private <Q extends Record, A> Optional<A> ask(String file, Endpoint<Q, A> endpoint, Q query) {
    return switch (session.attempt(endpoint, query, Duration.ZERO)) {
      case Reply.Done<A>(A answer) -> Optional.of(answer);
      case Reply.Failed<A>(ApiError error) -> {
        missing.add(file + ": " + error.message());
        yield Optional.empty();
      }
    };
  }
}
