package ha.cli;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.ActiveOverride;
import ha.api.ClusterStatus.LastChange;
import ha.api.ClusterStatus.QuorumStatus;
import ha.api.ClusterStatus.Waiting;
import ha.api.NodeStatus;
import ha.api.NodeStatus.CheckState;
import ha.api.NodeStatus.FenceDeviceStatus;
import ha.api.NodeStatus.LinkState;
import ha.api.NodeStatus.LinkStatus;
import ha.api.NodeStatus.Pending;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Failure;
import ha.api.ResourceStatus.InFlight;
import ha.api.ResourceStatus.Instance;
import ha.api.ResourceStatus.Kind;
import ha.api.ResourceStatus.State;
import ha.api.StatusProblem;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.Score;
import ha.model.Term;
import ha.model.ledger.OperatorOverride;
import ha.model.plan.Problem.Severity;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Clusters in typical situations. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  static final NodeName ALICE = new NodeName("alice");
  static final NodeName BOB = new NodeName("bob");
  static final NodeName CAROL = new NodeName("carol");

  private Samples() {}

  static Instant ago(Duration age) {
    return NOW.minus(age);
  }

  /** Three members, all well. */
  static ClusterStatus healthy() {
    return cluster(
        quorum(3),
        Optional.of(ALICE),
        List.of(member(ALICE, 1), member(BOB, 2), member(CAROL, 3)),
        services(Optional.of(ALICE)),
        List.of(),
        List.of());
  }

  /** Alice has just gone and is being fenced; what she held is unknown. */
  static ClusterStatus beingFenced() {
    NodeStatus lost =
        new NodeStatus(
            ALICE,
            Standing.LOST,
            Optional.of(ago(Duration.ofSeconds(2))),
            new Incarnation(17),
            "no beats on any link",
            false,
            false,
            links(1, LinkState.DOWN, LinkState.DOWN),
            device(ALICE, CheckState.OK),
            Optional.of(
                new Pending(
                    "being fenced by alice-bmc", ago(Duration.ofSeconds(1)), Optional.empty())));
    ResourceStatus web =
        group(
            "web",
            primitive("web-ip", "ocf:heartbeat:IPaddr2", State.UNKNOWN, ALICE),
            primitive("web-server", "process", State.UNKNOWN, ALICE));
    StatusProblem problem =
        new StatusProblem(
            Severity.ERROR,
            Optional.empty(),
            Optional.of(ALICE),
            "alice is lost, and web, disk may still run there",
            Optional.of(ago(Duration.ofSeconds(2))),
            "alice-bmc switches it off, then web starts on bob",
            Optional.of(NOW.plus(Duration.ofSeconds(8))),
            "hactl fence confirm alice, if you have seen that it is off");
    return cluster(
        quorum(2),
        Optional.of(BOB),
        List.of(lost, member(BOB, 2), member(CAROL, 3)),
        List.of(web, disk(State.UNKNOWN), vm()),
        List.of(),
        List.of(problem));
  }

  /** Carol alone of three. */
  static ClusterStatus noQuorum() {
    QuorumStatus quorum =
        new QuorumStatus(
            false, 1, 2, 3, "alice and bob do not answer on any link", Optional.empty());
    StatusProblem problem =
        new StatusProblem(
            Severity.ERROR,
            Optional.of(new ResourceId("vm1")),
            Optional.empty(),
            "vm1 is stopped because this side has no quorum",
            Optional.of(ago(Duration.ofSeconds(40))),
            "",
            Optional.empty(),
            "look at the links of carol: hactl status --node carol -o wide");
    return cluster(
        quorum,
        Optional.empty(),
        List.of(gone(ALICE), gone(BOB), member(CAROL, 3)),
        List.of(primitive("vm1", "xen")),
        List.of(),
        List.of(problem));
  }

  /** One of two has booted and waits for the other. */
  static ClusterStatus waitingForPeer() {
    QuorumStatus quorum =
        new QuorumStatus(
            false,
            1,
            2,
            2,
            "bob has not been seen since this node booted, and may have newer data",
            Optional.of(
                new Waiting(
                    List.of(BOB),
                    ago(Duration.ofMinutes(3)),
                    "both nodes are needed after a boot, unless one is known to be off",
                    "hactl quorum lead-alone --off bob --reason TEXT, if bob is certainly off")));
    NodeStatus unseen =
        new NodeStatus(
            BOB,
            Standing.UNSEEN,
            Optional.empty(),
            Incarnation.UNKNOWN,
            "",
            false,
            false,
            links(2, LinkState.UNKNOWN, LinkState.UNKNOWN),
            device(BOB, CheckState.UNCHECKED),
            Optional.empty());
    NodeStatus joining =
        new NodeStatus(
            ALICE,
            Standing.JOINING,
            Optional.of(ago(Duration.ofMinutes(3))),
            new Incarnation(18),
            "",
            false,
            false,
            links(1, LinkState.UP, LinkState.UP),
            device(ALICE, CheckState.OK),
            Optional.of(
                new Pending("waits for bob", ago(Duration.ofMinutes(3)), Optional.empty())));
    return cluster(
        quorum,
        Optional.empty(),
        List.of(joining, unseen),
        List.of(group("web", primitive("web-ip", "dummy"), primitive("web-server", "process"))),
        List.of(),
        List.of());
  }

  /** The web server has failed too often and has nowhere to go. */
  static ClusterStatus blocked() {
    ResourceStatus server =
        new ResourceStatus(
            new ResourceId("web-server"),
            Kind.PRIMITIVE,
            "process",
            Role.STARTED,
            true,
            "its stop failed on alice, and fencing is off",
            List.of(instance("web-server", State.FAILED, ALICE)),
            List.of(
                new Failure(
                    new ResourceId("web-server"),
                    ALICE,
                    "stop",
                    Score.INFINITY,
                    new Score(3),
                    ago(Duration.ofMinutes(5)),
                    Optional.empty(),
                    1,
                    "process 4711 does not end"),
                new Failure(
                    new ResourceId("web-server"),
                    BOB,
                    "monitor",
                    new Score(2),
                    new Score(3),
                    ago(Duration.ofMinutes(50)),
                    Optional.of(NOW.plus(Duration.ofMinutes(10))),
                    7,
                    "connection refused")),
            List.of());
    StatusProblem problem =
        new StatusProblem(
            Severity.ERROR,
            Optional.of(new ResourceId("web-server")),
            Optional.of(ALICE),
            "web-server could not be stopped on alice and may still run there",
            Optional.of(ago(Duration.ofMinutes(5))),
            "",
            Optional.empty(),
            "end process 4711 on alice, then: hactl cleanup web-server");
    return cluster(
        quorum(3),
        Optional.of(ALICE),
        List.of(member(ALICE, 1), member(BOB, 2), member(CAROL, 3)),
        List.of(
            group("web", primitive("web-ip", "dummy", State.STARTED, ALICE), server),
            disk(State.PROMOTED)),
        List.of(),
        List.of(problem));
  }

  /** Hands off; carol in standby; a machine on its way from bob to alice. */
  static ClusterStatus maintenance() {
    ResourceStatus batch =
        new ResourceStatus(
            new ResourceId("batch"),
            Kind.PRIMITIVE,
            "process",
            Role.STOPPED,
            true,
            "",
            List.of(),
            List.of(),
            List.of());
    ClusterStatus status =
        cluster(
            quorum(3),
            Optional.of(ALICE),
            List.of(member(ALICE, 1), member(BOB, 2), carolInStandby()),
            List.of(vmOnItsWay(), batch),
            orders(),
            List.of(
                new StatusProblem(
                    Severity.WARNING,
                    Optional.empty(),
                    Optional.of(CAROL),
                    "carol-bmc cannot be reached: no answer from 10.0.9.3",
                    Optional.of(ago(Duration.ofHours(1))),
                    "it is checked again",
                    Optional.of(NOW.plus(Duration.ofMinutes(2))),
                    "hactl fence history")));
    return new ClusterStatus(
        status.at(),
        status.cluster(),
        CAROL,
        status.leader(),
        status.term(),
        status.quorum(),
        status.revision(),
        status.lastChange(),
        true,
        false,
        status.nodes(),
        status.resources(),
        status.overrides(),
        status.problems());
  }

  private static NodeStatus carolInStandby() {
    return new NodeStatus(
        CAROL,
        Standing.MEMBER,
        Optional.of(ago(Duration.ofDays(3))),
        new Incarnation(19),
        "",
        true,
        false,
        links(3, LinkState.UP, LinkState.DOWN),
        device(CAROL, CheckState.FAILED),
        Optional.empty());
  }

  private static ResourceStatus vmOnItsWay() {
    return new ResourceStatus(
        new ResourceId("vm1"),
        Kind.PRIMITIVE,
        "xen",
        Role.STARTED,
        false,
        "",
        List.of(
            new Instance(
                new ResourceId("vm1"),
                Optional.of(BOB),
                State.STARTED,
                Optional.of(
                    new InFlight(
                        "migrate_to",
                        ago(Duration.ofSeconds(3)),
                        Optional.empty(),
                        Optional.of(ALICE))))),
        List.of(),
        List.of());
  }

  private static List<ActiveOverride> orders() {
    return List.of(
        new ActiveOverride(
            new OperatorOverride.ClusterMaintenance(Optional.empty()),
            ago(Duration.ofMinutes(20)),
            "root@alice",
            "switch replacement"),
        new ActiveOverride(
            new OperatorOverride.Standby(CAROL, Optional.of(NOW.plus(Duration.ofMinutes(90)))),
            ago(Duration.ofHours(2)),
            "eve@carol",
            "new memory"));
  }

  static ClusterStatus cluster(
      QuorumStatus quorum,
      Optional<NodeName> leader,
      List<NodeStatus> nodes,
      List<ResourceStatus> resources,
      List<ActiveOverride> overrides,
      List<StatusProblem> problems) {
    return new ClusterStatus(
        NOW,
        "xen-ha",
        leader.orElse(
            nodes.stream()
                .filter(n -> n.standing() != Standing.LOST)
                .findFirst()
                .map(NodeStatus::name)
                .orElse(ALICE)),
        leader,
        new Term(7),
        quorum,
        12,
        Optional.of(new LastChange(ago(Duration.ofHours(2)), "root@alice", "second disk")),
        false,
        problems.isEmpty() && quorum.held(),
        nodes,
        resources,
        overrides,
        problems);
  }

  static QuorumStatus quorum(int votes) {
    return new QuorumStatus(
        true, votes, 2, 3, "more than half of the votes are here", Optional.empty());
  }

  static List<ResourceStatus> services(Optional<NodeName> where) {
    NodeName node = where.orElse(BOB);
    return List.of(
        group(
            "web",
            primitive("web-ip", "ocf:heartbeat:IPaddr2", State.STARTED, node),
            primitive("web-server", "process", State.STARTED, node)),
        disk(State.PROMOTED),
        new ResourceStatus(
            new ResourceId("ping"),
            Kind.CLONE,
            "ocf:pacemaker:ping",
            Role.STARTED,
            true,
            "",
            List.of(
                instance("ping:0", State.STARTED, ALICE),
                instance("ping:1", State.STARTED, BOB),
                instance("ping:2", State.STARTED, CAROL)),
            List.of(),
            List.of()),
        vm());
  }

  static ResourceStatus vm() {
    return primitive("vm1", "xen", State.STARTED, BOB);
  }

  private static ResourceStatus disk(State onAlice) {
    return new ResourceStatus(
        new ResourceId("disk"),
        Kind.PROMOTABLE_CLONE,
        "ocf:linbit:drbd",
        Role.PROMOTED,
        true,
        "",
        List.of(instance("disk:0", onAlice, ALICE), instance("disk:1", State.UNPROMOTED, BOB)),
        List.of(),
        List.of());
  }

  static Instance instance(String id, State state, NodeName node) {
    return new Instance(new ResourceId(id), Optional.of(node), state, Optional.empty());
  }

  static ResourceStatus primitive(String id, String agent, State state, NodeName node) {
    return primitive(id, agent, instance(id, state, node));
  }

  static ResourceStatus primitive(String id, String agent, Instance... instances) {
    return new ResourceStatus(
        new ResourceId(id),
        Kind.PRIMITIVE,
        agent,
        Role.STARTED,
        true,
        "",
        List.of(instances),
        List.of(),
        List.of());
  }

  private static ResourceStatus group(String id, ResourceStatus... members) {
    return new ResourceStatus(
        new ResourceId(id),
        Kind.GROUP,
        "",
        Role.STARTED,
        true,
        "",
        List.of(),
        List.of(),
        List.of(members));
  }

  static NodeStatus member(NodeName name, int number) {
    return new NodeStatus(
        name,
        Standing.MEMBER,
        Optional.of(ago(Duration.ofDays(3))),
        new Incarnation(16 + number),
        "",
        false,
        false,
        links(number, LinkState.UP, LinkState.UP),
        device(name, CheckState.OK),
        Optional.empty());
  }

  private static NodeStatus gone(NodeName name) {
    return new NodeStatus(
        name,
        Standing.LOST,
        Optional.of(ago(Duration.ofSeconds(40))),
        new Incarnation(17),
        "",
        false,
        false,
        links(1, LinkState.DOWN, LinkState.DOWN),
        device(name, CheckState.OK),
        Optional.empty());
  }

  private static List<LinkStatus> links(int host, LinkState first, LinkState second) {
    return List.of(
        new LinkStatus(0, "10.0.0." + host, first, Optional.of(ago(Duration.ofDays(3)))),
        new LinkStatus(1, "192.168.9." + host, second, Optional.of(ago(Duration.ofDays(3)))));
  }

  private static List<FenceDeviceStatus> device(NodeName node, CheckState state) {
    Optional<Instant> checked =
        state == CheckState.UNCHECKED ? Optional.empty() : Optional.of(ago(Duration.ofMinutes(2)));
    String detail = state == CheckState.FAILED ? "no answer" : "";
    return List.of(
        new FenceDeviceStatus(new DeviceId(node + "-bmc"), "ipmi", state, checked, detail));
  }
}
