package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ApplyAnswer;
import ha.api.ApplyRequest;
import ha.api.Endpoints;
import ha.api.Order;
import ha.api.OrderAccepted;
import ha.api.OrderRequest;
import ha.api.PlanSummary;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.json.Json;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.OperatorOverride;
import ha.model.plan.PlannedAction.FenceMode;
import ha.model.yaml.YamlReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the desk makes of orders and new definitions. */
final class DeskTest extends DeskScene {
  // ---- requests that are wrong ---------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "{\"order\":null}",
        "{\"order\":{\"type\":\"RestartOrder\"}}",
        "{\"order\":{\"type\":\"NoSuchOrder\"}}",
        "[1]",
        "{"
      })
  void brokenOrderIsTheCallersMistake(String body) {
    assertThat(error(call(Endpoints.ORDER, "", body, leading())).kind()).isEqualTo(Kind.USAGE);
    assertThat(error(call(Endpoints.PREVIEW, "", body, leading())).kind()).isEqualTo(Kind.USAGE);
    assertThat(error(call(Endpoints.APPLY, "", body, leading())).kind()).isEqualTo(Kind.USAGE);
  }

  @Test
  void unknownQueryParameterIsNamedWithTheKnownOnes() {
    ApiError error = error(call(Endpoints.HISTORY, "resorce=web", "", leading()));

    assertThat(error.kind()).isEqualTo(Kind.USAGE);
    assertThat(error.message()).contains("resorce").contains("resource");
  }

  @Test
  void unknownPathIsNotFound() {
    ApiCall call = new ApiCall("GET", "/v1/none", "", "", "root@alice");

    assertThat(error(desk.call(1, call, leading(), NOW)).kind()).isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void bugInTheEngineIsAnAnswerAndNoMore() {
    Desk broken =
        new Desk(
            (definitions, snapshot, at) -> {
              throw new IllegalStateException("bug");
            },
            new ApplyDesk((label, yaml) -> new YamlReader().read(label, yaml)));
    String body =
        Json.text(new ApplyRequest("new.yaml", YAML + "# x\n", false, Optional.empty(), ""));
    ApiCall call = new ApiCall("POST", "/v1/config/apply", "", body, "root@alice");

    List<DeskEffect> effects = broken.call(1, call, leading(), NOW);

    assertThat(error(effects).kind()).isEqualTo(Kind.INTERNAL);
    assertThat(effects).noneMatch(DeskEffect.Commit.class::isInstance);
  }

  // ---- orders --------------------------------------------------------------------------------

  @Test
  void ordersBecomeEntries() {
    assertThat(entries(new Order.StandbyOrder(BOB, true, Optional.empty(), "x")))
        .singleElement()
        .isEqualTo(
            new LedgerEntry.OverrideSet(
                AT, new OperatorOverride.Standby(BOB, Optional.empty()), "root@alice", "x"));
    assertThat(entries(new Order.MigrateOrder(WEB, Optional.of(BOB), Optional.empty(), "x")))
        .singleElement()
        .isEqualTo(
            new LedgerEntry.OverrideSet(
                AT,
                new OperatorOverride.Move(
                    WEB,
                    Optional.of(ALICE),
                    Optional.of(BOB),
                    Optional.of(AT.plus(Duration.ofMinutes(15)))),
                "root@alice",
                "x"));
    assertThat(entries(new Order.RestartOrder(WEB, ""))).hasSize(1);
    assertThat(entries(new Order.FenceOrder(BOB, FenceMode.REBOOT, "x"))).hasSize(1);
    assertThat(entries(new Order.CleanupOrder(Optional.of(WEB), Optional.empty(), "")))
        .singleElement()
        .isInstanceOf(LedgerEntry.FailuresCleared.class);
    assertThat(
            entries(
                new Order.MaintenanceOrder(
                    Optional.empty(), Optional.of(WEB), true, Optional.empty(), "")))
        .singleElement()
        .extracting(e -> ((LedgerEntry.OverrideSet) e).override())
        .isInstanceOf(OperatorOverride.Unmanaged.class);
  }

  @Test
  void targetRoleIsKeptOnlyWhereTheDefinitionsSayOtherwise() {
    assertThat(targetRole(Role.STOPPED)).hasSize(1);
    assertThat(targetRole(Role.UNPROMOTED)).hasSize(1);
    assertThat(targetRole(Role.STARTED)).isEmpty();

    var stopped = new OperatorOverride.TargetRole(WEB, Role.STOPPED, Optional.empty());
    commit(new LedgerEntry.OverrideSet(AT, stopped, "root@alice", ""));
    assertThat(targetRole(Role.STARTED))
        .singleElement()
        .isInstanceOf(LedgerEntry.OverrideLifted.class);
  }

  private List<LedgerEntry> targetRole(Role role) {
    return entries(new Order.TargetRoleOrder(WEB, role, Optional.empty(), ""));
  }

  @Test
  void unknownNamesAreRefusedWithTheKnownOnes() {
    ApiError node =
        error(
            order(
                new Order.StandbyOrder(new NodeName("bobby"), true, Optional.empty(), ""),
                leading()));
    ApiError resource = error(order(new Order.RestartOrder(new ResourceId("wep"), ""), leading()));

    assertThat(node.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(node.remedy()).contains("alice, bob, carol");
    assertThat(resource.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(resource.remedy()).contains("web");
  }

  @Test
  void memberCannotBeConfirmedOff() {
    assertThat(error(order(new Order.FenceConfirmOrder(BOB, "I looked"), leading())).kind())
        .isEqualTo(Kind.REFUSED);
    assertThat(entries(new Order.FenceConfirmOrder(CAROL, "I looked"))).hasSize(1);
  }

  @Test
  void unfitNodeIsNoAimOfAMigration() {
    var toCarol = new Order.MigrateOrder(WEB, Optional.of(CAROL), Optional.empty(), "");
    assertThat(error(order(toCarol, leading())).kind()).isEqualTo(Kind.REFUSED);

    commit(
        new LedgerEntry.OverrideSet(
            AT, new OperatorOverride.Standby(BOB, Optional.empty()), "root@alice", ""));
    var toBob = new Order.MigrateOrder(WEB, Optional.of(BOB), Optional.empty(), "");
    assertThat(error(order(toBob, leading())).message()).contains("cannot take it");
  }

  @Test
  void orderIsAnsweredOnceWhenItIsRecorded() {
    List<DeskEffect> taken = order(new Order.RestartOrder(WEB, ""), leading());
    DeskEffect.Commit commit = (DeskEffect.Commit) taken.getFirst();
    assertThat(taken).hasSize(1);

    assertThat(answer(desk.recorded(commit.token(), true, "", record), OrderAccepted.class).text())
        .contains("web restarts");
    assertThat(desk.recorded(commit.token(), true, "", record)).isEmpty();
    assertThat(desk.leadershipEnded()).isEmpty();
  }

  @Test
  void orderThatIsNotRecordedSaysSo() {
    DeskEffect.Commit commit =
        (DeskEffect.Commit) order(new Order.RestartOrder(WEB, ""), leading()).getFirst();

    assertThat(error(desk.recorded(commit.token(), false, "not leading", record)).kind())
        .isEqualTo(Kind.NO_QUORUM);
  }

  @Test
  void endOfTheLeadershipAnswersWhoeverWaits() {
    order(new Order.RestartOrder(WEB, ""), leading());
    call(Endpoints.PROGRESS, "patience=PT20S", "", leading());

    assertThat(desk.leadershipEnded()).hasSize(2);
    assertThat(desk.isAwaited()).isFalse();
    assertThat(desk.leadershipEnded()).isEmpty();
  }

  @Test
  void previewChangesNothing() {
    String body =
        Json.text(new OrderRequest(new Order.StandbyOrder(ALICE, true, Optional.empty(), "")));

    List<DeskEffect> effects = call(Endpoints.PREVIEW, "", body, leading());

    assertThat(answer(effects, PlanSummary.class)).isNotNull();
    assertThat(effects).hasSize(1);
  }

  // ---- without a leader ----------------------------------------------------------------------

  @Test
  void withoutALeaderOrdersAreRefusedWithTheWayOut() {
    ApiError error = error(order(new Order.RestartOrder(WEB, ""), alone()));

    assertThat(error.kind()).isEqualTo(Kind.NO_QUORUM);
    assertThat(error.remedy()).isEqualTo("start bob");
  }

  @Test
  void withoutALeaderAPersonMayVouchForTheNodeThatIsMissing() {
    assertThat(order(new Order.FenceConfirmOrder(BOB, "I looked"), alone()))
        .hasAtLeastOneElementOfType(DeskEffect.VouchOff.class);
    assertThat(order(new Order.LeadAloneOrder(List.of(BOB), "I looked"), alone()))
        .hasAtLeastOneElementOfType(DeskEffect.LeadAlone.class);
  }

  @Test
  void withoutALeaderNobodyVouchesForTheWrongNode() {
    assertThat(doubt(new Order.FenceConfirmOrder(new NodeName("bobby"), "")))
        .isEqualTo(Kind.NOT_FOUND);
    assertThat(doubt(new Order.FenceConfirmOrder(ALICE, ""))).isEqualTo(Kind.REFUSED);
    assertThat(doubt(new Order.FenceConfirmOrder(CAROL, ""))).isEqualTo(Kind.REFUSED);
    assertThat(doubt(new Order.LeadAloneOrder(List.of(), ""))).isEqualTo(Kind.REFUSED);
  }

  private Kind doubt(Order order) {
    List<DeskEffect> effects = order(order, alone());
    assertThat(effects).hasSize(1);
    return error(effects).kind();
  }

  // ---- definitions ---------------------------------------------------------------------------

  private List<DeskEffect> apply(String yaml, boolean dry, Optional<Long> base) {
    String body = Json.text(new ApplyRequest("new.yaml", yaml, dry, base, "because"));
    return call(Endpoints.APPLY, "", body, leading());
  }

  @Test
  void applyCommitsAndTellsTheRevision() {
    String yaml = YAML.replace("agent: dummy}", "agent: dummy, stickiness: 5}");
    List<DeskEffect> taken = apply(yaml, false, Optional.of(1L));
    DeskEffect.Commit commit = (DeskEffect.Commit) taken.getFirst();

    assertThat(commit.entries())
        .containsExactly(new LedgerEntry.DefinitionsApplied(AT, yaml, "root@alice", "because"));
    commit.entries().forEach(this::commit);
    ApplyAnswer answer = answer(desk.recorded(commit.token(), true, "", record), ApplyAnswer.class);
    assertThat(answer.revision()).contains(2L);
    assertThat(answer.diff()).contains("+  web: {agent: dummy, stickiness: 5}");
  }

  @Test
  void dryRunOnlyShows() {
    ApplyAnswer answer =
        answer(apply(YAML.replace("web:", "www:"), true, Optional.empty()), ApplyAnswer.class);

    assertThat(answer.valid()).isTrue();
    assertThat(answer.revision()).isEmpty();
    assertThat(answer.diff()).contains("www");
  }

  @Test
  void sameDefinitionsAreNotCommittedAgain() {
    assertThat(answer(apply(YAML, false, Optional.empty()), ApplyAnswer.class).revision())
        .isEmpty();
  }

  @Test
  void somebodyElsesChangeIsAConflict() {
    assertThat(error(apply(YAML, false, Optional.of(7L))).kind()).isEqualTo(Kind.CONFLICT);
  }

  @Test
  void invalidDefinitionsAreShownWithTheirFindings() {
    ApplyAnswer answer =
        answer(
            apply(YAML.replace("agent: dummy", "agnet: dummy"), false, Optional.empty()),
            ApplyAnswer.class);

    assertThat(answer.valid()).isFalse();
    assertThat(answer.findings()).isNotEmpty();
  }
}
