package ha.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import ha.model.json.Json;
import ha.model.plan.PlannedAction.FenceMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final ResourceId WEB = new ResourceId("web");
  private static final Optional<Instant> UNTIL = Optional.of(Instant.parse("2026-01-02T03:04:05Z"));

  static Stream<Order> orders() {
    return Stream.of(
        new Order.MigrateOrder(
            WEB, Optional.of(ALICE), Optional.of(Duration.ofMinutes(5)), "quieter there"),
        new Order.StandbyOrder(ALICE, true, UNTIL, "new memory"),
        new Order.MaintenanceOrder(Optional.empty(), Optional.of(WEB), false, UNTIL, ""),
        new Order.TargetRoleOrder(WEB, Role.STOPPED, Optional.empty(), "restore"),
        new Order.RestartOrder(WEB, "new certificate"),
        new Order.CleanupOrder(Optional.empty(), Optional.empty(), ""),
        new Order.TicketOrder("site", Order.TicketOrder.State.GRANTED, UNTIL, "ours now"),
        new Order.FenceTestOrder(ALICE, ""),
        new Order.FenceOrder(ALICE, FenceMode.OFF, "smoke"),
        new Order.ReplicaCurrentOrder(WEB, ALICE, "bob has burnt down"),
        new Order.FenceConfirmOrder(ALICE, "pulled the plug"),
        new Order.LeadAloneOrder(List.of(ALICE), "alice burnt down"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderComesBackAsItWas(Order order) {
    OrderRequest request = new OrderRequest(order);

    assertThat(Json.read(Json.bytes(request), OrderRequest.class)).isEqualTo(request);
  }

  @Test
  void theTestKnowsEveryOrder() {
    assertThat(orders().map(Order::getClass))
        .containsExactlyInAnyOrder(classes(Order.class.getPermittedSubclasses()));
  }

  @Test
  void optionalPartsMayBeLeftOut() {
    assertThat(
            Json.read(
                "{\"order\":{\"type\":\"StandbyOrder\",\"node\":\"alice\",\"on\":true,"
                    + "\"reason\":\"new memory\"}}",
                OrderRequest.class))
        .isEqualTo(
            new OrderRequest(new Order.StandbyOrder(ALICE, true, Optional.empty(), "new memory")));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            ApiJson.read(
                "{\"order\":{\"type\":\"RestartOrder\",\"resource\":\"web\"}}"
                    .getBytes(StandardCharsets.UTF_8),
                OrderRequest.class))
        .withMessage("not a JSON OrderRequest: 'order.reason' is missing");
  }

  @Test
  void methodsOfRecordsAreNotPartOfTheAnswer() {
    ApplyAnswer answer =
        new ApplyAnswer(3, List.of(), "", PlanSummary.EMPTY, Optional.empty(), Optional.empty());

    assertThat(Json.text(answer))
        .isEqualTo(
            "{\"base\":3,\"findings\":[],\"diff\":\"\","
                + "\"plan\":{\"steps\":[],\"downtime\":[],\"risks\":[]},"
                + "\"revision\":null,\"cursor\":null}");
  }

  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // An array of a generic type can't be made otherwise.
  private static Class<? extends Order>[] classes(Class<?>[] types) {
    return (Class[]) types;
  }
}
