package ha.daemon.controller;

import static ha.daemon.controller.Samples.ALICE;
import static ha.daemon.controller.Samples.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import ha.daemon.controller.ControllerEffect.RunAgent;
import ha.daemon.controller.ControllerEvent.OperationEnded;
import ha.model.ResourceId;
import ha.model.ledger.LedgerEntry;
import ha.model.plan.Plan;
import ha.model.plan.PlannedAction;
import ha.model.plan.PlannedAction.Operation;
import ha.model.snapshot.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whoever was told what is about to happen is not told again by each new decision. */
final class AnnouncementsTest {
  private static final ResourceId DISK = new ResourceId("disk");
  private static final Operation TELLS = notification("web stops soon");
  private static final Operation LONG = Samples.operation(WEB, "stop", ALICE);
  private static final Operation STEP = Samples.operation(DISK, "stop", ALICE);

  private final Stage alice =
      new Stage(ALICE, Samples.yaml(List.of(ALICE), "resources:\n  web: {agent: dummy}\n"));

  private static Operation notification(String text) {
    Operation like = Samples.operation(DISK, "notify", ALICE);
    return new Operation(
        like.resource(),
        like.base(),
        like.agent(),
        like.operation(),
        like.node(),
        like.interval(),
        like.timeout(),
        like.expectedExitCode(),
        like.parameters(),
        new TreeMap<>(Map.of(Operation.NOTIFY_TYPE, "pre", "text", text)),
        Optional.empty(),
        Optional.empty(),
        "",
        "",
        0,
        false,
        like.reason());
  }

  /** The step comes after the notification and after something that takes long. */
  private static Plan plan(Operation notification) {
    return new Plan(
        List.of(),
        List.of(),
        List.of(notification, LONG, STEP),
        List.of(new Plan.Ordering(0, 2), new Plan.Ordering(1, 2)),
        List.of());
  }

  private RunAgent only(List<ControllerEffect> effects, String operation, ResourceId resource) {
    List<RunAgent> found =
        Stage.runs(effects).stream()
            .filter(r ->
                r.action().operation().equals(operation) && r.action().resource().equals(resource))
            .toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private List<ControllerEffect> ends(RunAgent run, int exitCode) {
    PlannedAction.Operation action = run.action();
    return alice.step(
        new OperationEnded(
            Optional.of(run.operationId()), Samples.result(action, exitCode, Samples.EPOCH)));
  }

  private List<ControllerEffect> decidesAnew() {
    int before = alice.decisions;
    List<ControllerEffect> effects =
        alice.commit(
            new LedgerEntry.AttributeChanged(
                Samples.EPOCH, ALICE, "load", Optional.of("" + before), "agent"));
    assertThat(alice.decisions).isGreaterThan(before);
    return effects;
  }

  private List<ControllerEffect> begins() {
    alice.plan = plan(TELLS);
    List<ControllerEffect> effects = alice.lead(ALICE);
    ends(only(effects, "notify", DISK), ExitCode.OK);
    return effects;
  }

  @Test
  void whatWasToldIsNotToldAgainWhileTheStepWaits() {
    List<ControllerEffect> begun = begins();
    assertThat(Stage.runs(decidesAnew())).isEmpty();
    assertThat(Stage.runs(decidesAnew())).isEmpty();

    only(ends(only(begun, "stop", WEB), ExitCode.OK), "stop", DISK);
  }

  @Test
  void somethingElseIsTold() {
    begins();
    alice.plan = plan(notification("web stops later"));
    only(decidesAnew(), "notify", DISK);
  }

  @Test
  void beforeAnotherAttemptItIsToldAgain() {
    List<ControllerEffect> begun = begins();
    RunAgent step = only(ends(only(begun, "stop", WEB), ExitCode.OK), "stop", DISK);
    only(ends(step, ExitCode.GENERIC_ERROR), "notify", DISK);
  }

  @Test
  void whatIsOnItsWayIsNotTakenForAnother() {
    alice.plan = plan(TELLS);
    RunAgent first = only(alice.lead(ALICE), "notify", DISK);
    alice.plan = plan(notification("web stops later"));
    RunAgent second = only(decidesAnew(), "notify", DISK);
    assertThat(second.action().environment()).containsEntry("text", "web stops later");

    assertThat(Stage.runs(ends(first, ExitCode.OK))).as("the second still runs").isEmpty();
  }
}
