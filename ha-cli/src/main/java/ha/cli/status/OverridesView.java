package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ClusterStatus.ActiveOverride;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.ledger.OperatorOverride;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Supplier;

/** Operators' orders in force: what, by whom, why, until when. */
final class OverridesView {
  private final ClusterStatus status;
  private final Supplier<ZoneId> zone;

  OverridesView(ClusterStatus status, Supplier<ZoneId> zone) {
    this.status = status;
    this.zone = zone;
  }

  void onto(Page page) {
    if (status.overrides().isEmpty()) {
      return;
    }
    page.heading("Orders in force");
    Table table = new Table(Integer.MAX_VALUE, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    for (ActiveOverride active : status.overrides()) {
      String until =
          active
              .override()
              .expires()
              .map(e -> "ends " + Times.ahead(e, status.at(), zone.get()))
              .orElse("until lifted");
      table.row(
          Line.of(what(active.override())),
          Line.of(Tone.FAINT, Times.ago(active.since(), status.at()) + " by " + active.author()),
          Line.of(Tone.FAINT, until),
          Line.of(Tone.FAINT, active.reason()));
    }
    table.onto(page, 2);
  }

  private static String what(OperatorOverride override) {
    return switch (override) {
      case OperatorOverride.Standby o -> "standby " + o.node();
      case OperatorOverride.NodeMaintenance o -> "maintenance of " + o.node();
      case OperatorOverride.ClusterMaintenance o -> "maintenance of the cluster";
      case OperatorOverride.TargetRole o ->
          o.resource() + " to be " + o.role().name().toLowerCase(Locale.ROOT);
      case OperatorOverride.Unmanaged o -> "hands off " + o.resource();
      case OperatorOverride.Move o -> "move " + o.resource() + target(o);
      case OperatorOverride.Restart o -> "restart " + o.resource();
      case OperatorOverride.Ticket o ->
          "ticket " + o.ticket() + (o.standby() ? " held, on standby" : " held by this site");
      case OperatorOverride.FenceWanted o -> "fence " + o.node();
      case OperatorOverride.ReplicaBehind o ->
          o.resource() + " not to be promoted on " + o.node() + ", whose replica is behind";
    };
  }

  private static String target(OperatorOverride.Move move) {
    return move.to()
        .map(NodeName::value)
        .map(node -> " to " + node)
        .orElse(move.from().map(node -> " off " + node).orElse(""));
  }
}
