package ha.policy.explain;

import ha.model.Role;
import ha.model.Score;
import ha.model.plan.Decision;
import ha.model.plan.NodeVerdict;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns decisions that leave a resource short of its aim into problems with a way out. */
final class Obstacles {
  private Obstacles() {}

  static void find(Situation s, Resource r, Decision decision) {
    boolean wanted = !r.targetRole.equals(Optional.of(Role.STOPPED)) && !r.orphan;
    if (r.blocked && !r.managed) {
      return; // told when it was found
    }
    if (decision.blocked()) {
      String text =
          r
              + " should "
              + verb(decision.kind())
              + decision.to().or(decision::from).map(n -> " on " + n).orElse("")
              + " but cannot: "
              + decision.reasons().stream().findFirst().map(Reason::text).orElse("it is blocked");
      s.problem(
          Problem.Severity.ERROR,
          r,
          null,
          text,
          next(decision),
          r.blocked ? "hactl cleanup " + r.base() : remedy(decision));
      return;
    }
    boolean down =
        decision.kind() == Decision.Kind.STOP || decision.kind() == Decision.Kind.REMAIN_STOPPED;
    boolean spare = r.cloneOf().isPresent();
    if (!down || !wanted || spare || s.options.stopAll() || !r.managed) {
      return;
    }
    boolean nowhere = r.assigned == null;
    if (nowhere) {
      s.problem(
          Problem.Severity.WARNING,
          r,
          null,
          "no node may run " + r + ": " + obstacles(decision.nodes()),
          "it starts as soon as a node may run it",
          remedy(decision));
    } else {
      s.problem(
          Problem.Severity.WARNING,
          r,
          null,
          r
              + " is stopped: "
              + decision.reasons().stream().findFirst().map(Reason::text).orElse("unknown"),
          next(decision),
          remedy(decision));
    }
  }

  private static String verb(Decision.Kind kind) {
    return switch (kind) {
      case START -> "start";
      case STOP -> "stop";
      case PROMOTE -> "be promoted";
      case DEMOTE -> "be demoted";
      case RESTART, RECOVER, RE_PROMOTE -> "restart";
      case MOVE, MIGRATE -> "move";
      case RELOAD -> "reload";
      case STAY, REMAIN_STOPPED -> "stay";
    };
  }

  private static String next(Decision decision) {
    String rule = decision.reasons().stream().findFirst().map(Reason::rule).orElse("");
    return switch (rule) {
      case "quorum" -> "it starts when this partition has quorum again";
      case "order" -> "it starts when what it waits for runs";
      case "fencing" -> "it starts when the node is confirmed off";
      case "joining" -> "it goes on when the node has joined";
      default -> "";
    };
  }

  private static String remedy(Decision decision) {
    for (NodeVerdict verdict : decision.nodes()) {
      for (Reason reason : verdict.contributions()) {
        boolean bans = reason.score().map(Score::isMinusInfinite).orElse(false);
        if (!bans) {
          continue;
        }
        String command =
            switch (reason.rule()) {
              case "failures", "failed-stop", "hard-error", "fatal-error", "on-fail" ->
                  "hactl cleanup " + decision.base();
              case "node" ->
                  reason.text().endsWith("is on standby")
                      ? "hactl unstandby " + verdict.node()
                      : reason.text().endsWith("is in maintenance")
                          ? "hactl maintenance off " + verdict.node()
                          : "";
              default -> "";
            };
        if (!command.isEmpty()) {
          return command;
        }
      }
    }
    return "hactl explain " + decision.base();
  }

  /** The deciding obstacle of each node, nodes that share one taken together. */
  private static String obstacles(List<NodeVerdict> verdicts) {
    Map<String, String> byText = new LinkedHashMap<>();
    for (NodeVerdict verdict : verdicts) {
      String text =
          verdict.contributions().stream()
              .filter(c -> c.score().map(Score::isMinusInfinite).orElse(false))
              .findFirst()
              .or(() ->
                  verdict.contributions().stream()
                      .min(Comparator.comparing((Reason c) -> c.score().orElse(Score.ZERO))))
              .map(Reason::text)
              .orElse("score " + verdict.score());
      byText.merge(text, verdict.node().value(), (a, b) -> a + ", " + b);
    }
    return byText.entrySet().stream()
        .map(e -> e.getValue() + ": " + e.getKey())
        .collect(Collectors.joining("; "));
  }
}
