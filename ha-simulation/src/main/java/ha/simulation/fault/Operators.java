package ha.simulation.fault;

import ha.api.ApplyAnswer;
import ha.api.ApplyRequest;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderRequest;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.json.Json;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.OperatorOverride;
import ha.model.ledger.Revision;
import ha.model.plan.PlannedAction.FenceMode;
import ha.simulation.cluster.Blueprint.Duty;
import ha.simulation.cluster.BlueprintWriter;
import ha.simulation.time.Dice;
import ha.simulation.world.Machine;
import ha.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** People with {@code hactl}: they order, and remember what was acknowledged. */
public final class Operators {
  private static final String AUTHOR = "root@simulation";

  private final World world;
  private final Dice dice;
  private final Consumer<Revision> acknowledged;
  private final Consumer<Machine> vouched;
  private String yaml;
  private long changes;

  /**
   * @param acknowledged hears of every change of definitions that was acknowledged
   * @param vouched hears of every machine that a person called off
   */
  public Operators(
      World world, Dice dice, Consumer<Revision> acknowledged, Consumer<Machine> vouched) {
    this.world = world;
    this.dice = dice;
    this.acknowledged = acknowledged;
    this.vouched = vouched;
    this.yaml = world.blueprint().yaml();
  }

  void order(Fault fault) {
    Machine at = world.machine(fault.b());
    Machine about = world.machine(fault.a());
    List<Duty> duties = world.blueprint().duties();
    ResourceId resource = new ResourceId(duties.get(fault.chosen(duties.size(), 1)).handle());
    Optional<Instant> never = Optional.empty();
    String why = "simulated";
    switch (fault.kind()) {
      case STANDBY -> order(at, new Order.StandbyOrder(about.name(), true, never, why));
      case UNSTANDBY -> order(at, new Order.StandbyOrder(about.name(), false, never, why));
      case MIGRATE -> {
        boolean somewhere = fault.chosen(3, 0) > 0;
        order(
            at,
            new Order.MigrateOrder(
                resource,
                somewhere ? Optional.of(about.name()) : Optional.empty(),
                Optional.of(Duration.ofSeconds(60)),
                why));
      }
      case MAINTENANCE -> {
        int what = fault.chosen(3, 0);
        maintenance(at, about, resource, what, true);
        world.timeline().after(fault.span(), () -> maintenance(at, about, resource, what, false));
      }
      case STOP_RESOURCE ->
          order(at, new Order.TargetRoleOrder(resource, Role.STOPPED, never, why));
      case START_RESOURCE ->
          order(at, new Order.TargetRoleOrder(resource, Role.STARTED, never, why));
      case RESTART_RESOURCE -> order(at, new Order.RestartOrder(resource, why));
      case CLEANUP -> order(at, new Order.CleanupOrder(Optional.empty(), Optional.empty(), why));
      case APPLY -> apply(at);
      case LEAVE -> leave(about, fault.span());
      case FENCE_ORDERED -> order(at, new Order.FenceOrder(about.name(), FenceMode.REBOOT, why));
      case CONFIRM_OFF -> {
        if (!about.isPowered()) {
          confirm(at, about);
        }
      }
      case CONFIRM_FALSELY -> confirm(at, about);
      default -> throw new IllegalStateException("no order: " + fault);
    }
  }

  private void maintenance(Machine at, Machine about, ResourceId resource, int what, boolean on) {
    order(
        at,
        new Order.MaintenanceOrder(
            what == 1 ? Optional.of(about.name()) : Optional.empty(),
            what == 2 ? Optional.of(resource) : Optional.empty(),
            on,
            Optional.empty(),
            "simulated"));
  }

  private void leave(Machine machine, Duration span) {
    machine
        .daemon()
        .ifPresent(daemon -> {
          daemon.leave();
          world.timeline().after(span.plusSeconds(20), machine::want);
        });
  }

  private void confirm(Machine at, Machine off) {
    // The word counts from when it is given, whoever takes it down and when.
    vouched.accept(off);
    order(at, new Order.FenceConfirmOrder(off.name(), "I looked"));
  }

  /** Whatever was ordered and would keep something from running is taken back. */
  public void tidyUp(Machine at) {
    String why = "all is well again";
    Optional<Instant> never = Optional.empty();
    order(at, new Order.MaintenanceOrder(Optional.empty(), Optional.empty(), false, never, why));
    for (Machine machine : world.machines()) {
      order(at, new Order.StandbyOrder(machine.name(), false, never, why));
      order(
          at,
          new Order.MaintenanceOrder(
              Optional.of(machine.name()), Optional.empty(), false, never, why));
    }
    for (Duty duty : world.blueprint().duties()) {
      ResourceId resource = new ResourceId(duty.handle());
      order(at, new Order.TargetRoleOrder(resource, Role.STARTED, never, why));
      order(
          at,
          new Order.MaintenanceOrder(Optional.empty(), Optional.of(resource), false, never, why));
    }
    at.daemon()
        .ifPresent(daemon ->
            moves(daemon.core().controller().record()).forEach(move -> shorten(at, move)));
    cleanUp(at);
  }

  /** Orders to move something that stand. */
  public static Stream<OperatorOverride.Move> moves(ClusterRecord record) {
    return record.overrides().stream()
        .map(ClusterRecord.OverrideFact::override)
        .filter(OperatorOverride.Move.class::isInstance)
        .map(OperatorOverride.Move.class::cast);
  }

  /** A move ends by a leader's clock; by that of the present one it may be far away. */
  private void shorten(Machine at, OperatorOverride.Move move) {
    Duration soon = Duration.ofSeconds(1);
    order(
        at,
        new Order.MigrateOrder(move.resource(), Optional.empty(), Optional.of(soon), "shorter"));
  }

  /** Failures are forgotten. */
  public void cleanUp(Machine at) {
    order(at, new Order.CleanupOrder(Optional.empty(), Optional.empty(), "all is well again"));
  }

  /** New definitions; the text counts as the operator's newest. */
  public void apply(Machine at) {
    String next = BlueprintWriter.changed(yaml, ++changes, dice);
    yaml = next;
    ApplyRequest request = new ApplyRequest("ha.yaml", next, false, Optional.empty(), "simulated");
    call(
        at,
        Endpoints.APPLY,
        request,
        reply -> {
          if (reply.status() == 200) {
            ApplyAnswer answer = Json.read(reply.body(), ApplyAnswer.class);
            world.trace().note("people", "acknowledged: revision " + answer.revision());
            answer
                .revision()
                .ifPresent(number ->
                    acknowledged.accept(
                        new Revision(number, Instant.EPOCH, next, AUTHOR, "simulated")));
          }
        });
  }

  private void order(Machine at, Order order) {
    call(at, Endpoints.ORDER, new OrderRequest(order), reply -> {});
  }

  private void call(
      Machine at, Endpoint<?, ?> endpoint, Object request, Consumer<ApiReply> answer) {
    ApiCall call =
        new ApiCall(endpoint.method().name(), endpoint.path(), "", Json.text(request), AUTHOR);
    at.daemon()
        .ifPresent(daemon ->
            daemon.call(
                call,
                reply -> {
                  String what = request instanceof OrderRequest o ? o.order().toString() : "apply";
                  world.trace().note("people", what + ": " + reply.status());
                  world.counters().count("orders " + reply.status());
                  answer.accept(reply);
                }));
  }
}
