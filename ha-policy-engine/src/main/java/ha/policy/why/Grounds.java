package ha.policy.why;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.SourcePosition;
import ha.model.plan.Answer.Cause;
import ha.model.plan.Answer.Remedy;
import ha.model.plan.Decision;
import ha.model.plan.Problem;
import ha.model.plan.Reason;
import ha.model.snapshot.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What decided about a resource as a whole, on whatever node. */
final class Grounds {
  private static final int DEEPEST = 3;

  private final Known known;
  private final NodeStates nodes;
  private final Failures failures;
  private final Partners partners;
  private final Vetoes vetoes;

  Grounds(Known known, Vetoes vetoes) {
    this.known = known;
    this.nodes = new NodeStates(known);
    this.failures = new Failures(known);
    this.partners = new Partners(known);
    this.vetoes = vetoes;
  }

  /** The recorded reasons in words, the deciding one first; those that say nothing left out. */
  List<Cause> of(Decision decision) {
    return of(decision, new TreeSet<>());
  }

  private List<Cause> of(Decision decision, Set<ResourceId> seen) {
    List<Cause> causes = new ArrayList<>();
    for (Reason reason : decision.reasons()) {
      boolean another = causes.isEmpty() || !reason.rule().equals("move");
      if (another) {
        cause(reason, decision, seen).ifPresent(causes::add);
      }
    }
    if (decision.blocked() && causes.stream().allMatch(c -> c.remedies().isEmpty())) {
      known.plan.problems().stream()
          .filter(p -> p.resource().equals(Optional.of(decision.resource())))
          .forEach(p -> causes.add(problem(p)));
    }
    return causes.stream().distinct().toList();
  }

  /** What was told when it was found, where no reason says how to get out. */
  private static Cause problem(Problem problem) {
    List<Remedy> remedies = new ArrayList<>();
    if (!problem.next().isEmpty()) {
      remedies.add(Remedy.wait(problem.next()));
    }
    if (!problem.remedy().isEmpty() && !problem.remedy().startsWith("hactl explain")) {
      remedies.add(
          problem.remedy().startsWith("hactl ")
              ? Remedy.command(problem.remedy())
              : Remedy.act(problem.remedy()));
    }
    return new Cause(problem.text(), SourcePosition.NONE, remedies);
  }

  private Optional<Cause> cause(Reason reason, Decision d, Set<ResourceId> seen) {
    return switch (reason.rule()) {
      case "placement", "no-node", "pending", "none" -> Optional.empty();
      case "promotion" ->
          d.kind() == Decision.Kind.STAY
              ? Optional.empty()
              : Optional.of(new Cause(reason.text(), reason.position(), List.of()));
      case "target-role" -> Optional.of(targetRole(reason, d));
      case "quorum" -> Optional.of(quorum(reason));
      case "order" -> Optional.of(order(reason, d, seen));
      case "blocked" -> Optional.of(blocked(reason, d));
      case "maintenance", "unmanaged" -> Optional.of(handsOff(reason, d));
      case "fencing", "joining", "offline" -> Optional.of(node(reason));
      case "multiple-active" ->
          Optional.of(
              new Cause(
                  reason.text() + ", but may be on one node only",
                  reason.position(),
                  List.of(
                      Remedy.wait("it is stopped where it must not be, then goes on as defined"))));
      case "no-fence-device" ->
          Optional.of(
              new Cause(
                  "nothing is started or stopped: " + reason.text(),
                  SourcePosition.NONE,
                  List.of(
                      Remedy.edit(
                          SourcePosition.NONE,
                          "define a fence device for each node under fence-devices; or, where"
                              + " nothing is shared, fencing: false under 'cluster'"))));
      case "stop-all-resources" -> Optional.of(stopAll());
      case "failed", "failure", "on-fail" -> Optional.of(failed(reason, d));
      case "move" -> Optional.of(move(reason, d));
      case "ticket" -> d.from().or(d::to).map(node -> vetoes.cause(reason, d.base(), node));
      default -> Optional.of(new Cause(reason.text(), reason.position(), List.of()));
    };
  }

  /** What drives it from where it is, or else that another node is better. */
  private Cause move(Reason reason, Decision d) {
    for (NodeName node : d.activeOn()) {
      List<Cause> against = vetoes.against(d, node);
      if (!against.isEmpty()) {
        Cause first = against.getFirst();
        return new Cause(node + ": " + first.text(), first.position(), first.remedies());
      }
    }
    return new Cause(reason.text(), reason.position(), List.of());
  }

  private Cause targetRole(Reason reason, Decision d) {
    String key = OptionNames.Resource.TARGET_ROLE;
    String top = known.top(d.base()).value();
    Remedy start = Remedy.command("hactl start " + top);
    Optional<Known.Option> option = known.option(d.base(), key);
    if (option.isEmpty()) {
      return new Cause(reason.text(), reason.position(), List.of(start));
    }
    String role = option.get().value().toLowerCase(Locale.ROOT);
    if (option.get().ordered()) {
      String by = known.ordered(key + "/" + top) + known.ordered("restart/" + top);
      return new Cause("it is to be " + role + by, SourcePosition.NONE, List.of(start));
    }
    return new Cause(
        "its " + key + " is " + role + ", as defined",
        option.get().position(),
        List.of(Remedy.edit(option.get().position(), "take " + key + " out of " + top), start));
  }

  private Cause quorum(Reason reason) {
    List<String> missing = new ArrayList<>();
    for (NodeDefinition node : known.definitions.nodes().values()) {
      boolean votes = node.kind() == NodeDefinition.Kind.MEMBER && node.votes() > 0;
      if (votes && known.standing(node.name()) != Standing.MEMBER) {
        missing.add(node.name().value());
      }
    }
    List<Remedy> remedies = new ArrayList<>();
    if (!missing.isEmpty()) {
      remedies.add(Remedy.act("bring back " + String.join(" or ", missing)));
    }
    remedies.add(Remedy.command("hactl quorum"));
    String text =
        reason.text().contains("freeze")
            ? "there is no quorum: what runs goes on, but nothing is started"
                + " (no-quorum-policy freeze)"
            : reason.text().replace("no quorum: ", "there is no quorum: ");
    return new Cause(text, SourcePosition.NONE, remedies);
  }

  private Cause order(Reason reason, Decision d, Set<ResourceId> seen) {
    Optional<ResourceId> partner = partners.of(reason, d.base());
    if (partner.isEmpty()) {
      return new Cause(reason.text(), reason.position(), List.of());
    }
    ResourceId other = partner.get();
    String waits = "it has to wait for " + other + " (" + reason.definition().orElse("order") + ")";
    seen.add(d.base());
    if (seen.size() <= DEEPEST && !seen.contains(other)) {
      for (Decision of : known.decisions(other.value())) {
        List<Cause> deeper = new ArrayList<>(of(of, seen));
        if (deeper.isEmpty()) {
          of.nodes().forEach(v -> deeper.addAll(vetoes.against(of, v.node())));
        }
        if (!deeper.isEmpty() && of.kind() != Decision.Kind.STAY) {
          String state = isDown(of) ? "which is stopped: " : "which is not ready: ";
          List<Remedy> remedies = new ArrayList<>(deeper.getFirst().remedies());
          if (remedies.isEmpty()) {
            remedies.add(Remedy.command("hactl explain " + other));
          }
          return new Cause(
              waits + ", " + state + deeper.getFirst().text(), reason.position(), remedies);
        }
      }
    }
    return new Cause(waits, reason.position(), List.of(Remedy.command("hactl explain " + other)));
  }

  private static boolean isDown(Decision d) {
    return d.kind() == Decision.Kind.REMAIN_STOPPED || d.kind() == Decision.Kind.STOP;
  }

  private Cause blocked(Reason reason, Decision d) {
    Optional<NodeName> node = d.from().or(() -> d.activeOn().stream().findFirst());
    String how =
        node.flatMap(n -> failures.lastFailure(d.base(), n))
            .map(words -> words.startsWith("stop ") ? "stopping it failed (" + words + ")" : words)
            .orElse(reason.text());
    return failures.blocked(
        d.base(), node, how + ": whether it still runs is not certain, so nothing is done to it");
  }

  private Cause failed(Reason reason, Decision d) {
    String how =
        d.from().flatMap(n -> failures.lastFailure(d.base(), n)).map(w -> ": " + w).orElse("");
    List<Remedy> remedies =
        reason.rule().equals("failed")
            ? List.of()
            : List.of(
                Remedy.act("find and mend the cause: hactl history " + d.base()),
                Remedy.command("hactl cleanup " + d.base()));
    return new Cause(reason.text() + how, reason.position(), remedies);
  }

  /** Maintenance or unmanaged: of the cluster, its node or itself. */
  private Cause handsOff(Reason reason, Decision d) {
    String text = "nothing is started, stopped or watched";
    String top = known.top(d.base()).value();
    Optional<Known.Option> cluster =
        known.clusterOption(OptionNames.Cluster.MAINTENANCE).filter(o -> o.value().equals("true"));
    if (cluster.isPresent()) {
      return switched(
          "the cluster is in maintenance: " + text,
          cluster.get(),
          "maintenance",
          "hactl maintenance off",
          "take maintenance: true out of 'cluster'");
    }
    for (NodeName node : d.activeOn()) {
      if (known.attributes(node).getOrDefault(NodeStates.MAINTENANCE, "false").equals("true")) {
        Cause cause = nodes.cause(node, "is in maintenance");
        return new Cause(node + " is in maintenance: " + text, cause.position(), cause.remedies());
      }
    }
    Optional<Known.Option> own =
        known
            .option(d.base(), OptionNames.Resource.MAINTENANCE)
            .filter(o -> o.value().equals("true"));
    if (own.isPresent()) {
      return switched(
          "it is in maintenance: " + text,
          own.get(),
          "unmanaged/" + top,
          "hactl maintenance off " + top,
          "take maintenance: true out of " + top);
    }
    Optional<Known.Option> managed = known.option(d.base(), OptionNames.Resource.MANAGED);
    return managed.isEmpty()
        ? new Cause(reason.text(), reason.position(), List.of())
        : switched(
            "it is not managed: nothing is started or stopped",
            managed.get(),
            "unmanaged/" + top,
            "hactl maintenance off " + top,
            "take managed: false out of " + top);
  }

  private Cause switched(
      String text, Known.Option option, String key, String command, String edit) {
    return option.ordered()
        ? new Cause(
            text + known.ordered(key), SourcePosition.NONE, List.of(Remedy.command(command)))
        : new Cause(text, option.position(), List.of(Remedy.edit(option.position(), edit)));
  }

  private Cause stopAll() {
    return new Cause(
        "everything is to be stopped: stop-all-resources",
        SourcePosition.NONE,
        List.of(
            Remedy.edit(SourcePosition.NONE, "take stop-all-resources: true out of 'cluster'")));
  }

  /** A reason that speaks of a node. */
  private Cause node(Reason reason) {
    for (NodeName node : known.snapshot.nodes().keySet()) {
      if ((" " + reason.text() + " ").contains(" " + node + " ")) {
        Cause cause = nodes.cause(node, reason.text());
        return new Cause(node + ": " + cause.text(), cause.position(), cause.remedies());
      }
    }
    return new Cause(reason.text(), reason.position(), List.of());
  }
}
