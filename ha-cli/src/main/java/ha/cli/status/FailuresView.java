package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Failure;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;

/** Operations that failed and are still counted. */
final class FailuresView {
  private final ClusterStatus status;
  private final Supplier<ZoneId> zone;

  FailuresView(ClusterStatus status, Supplier<ZoneId> zone) {
    this.status = status;
    this.zone = zone;
  }

  void onto(Page page) {
    List<Failure> failures =
        status.allResources().stream().map(ResourceStatus::failures).flatMap(List::stream).toList();
    if (failures.isEmpty()) {
      return;
    }
    page.heading("Failed operations");
    int kept = Integer.MAX_VALUE;
    Table table = new Table(kept, kept, 2, 1, kept);
    for (Failure failure : failures) {
      table.row(
          Line.of(failure.resource() + " " + failure.operation() + " on " + failure.node()),
          count(failure),
          Line.of(Tone.FAINT, Times.ago(failure.last(), status.at())),
          Line.of(Tone.FAINT, forgotten(failure)),
          Line.of(failure.reason()).plus(Tone.FAINT, " (exit " + failure.exitCode() + ")"));
    }
    table.onto(page, 2);
  }

  private static Line count(Failure failure) {
    if (failure.count().isInfinite()) {
      return Line.of(Tone.BAD, "fatal");
    }
    if (failure.limit().isInfinite()) {
      return Line.of(failure.count() + "x");
    }
    boolean reached = failure.count().compareTo(failure.limit()) >= 0;
    return Line.of(reached ? Tone.BAD : Tone.WARNING, failure.count() + " of " + failure.limit());
  }

  private String forgotten(Failure failure) {
    return failure
        .expires()
        .map(e -> "forgotten " + Times.ahead(e, status.at(), zone.get()))
        .orElse("until cleanup");
  }
}
