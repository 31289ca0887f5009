package ha.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ResourceStatus.State;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the history of one instance on one node is shown as. */
final class InstanceStatesTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration OFTEN = Duration.ofSeconds(10);
  private static final Duration SELDOM = Duration.ofSeconds(31);

  private static OperationRecord ended(
      String operation, Duration interval, int exitCode, int expected) {
    return new OperationRecord(
        new ResourceId("web"),
        AgentRef.builtIn("xen"),
        operation,
        interval,
        1,
        OperationRecord.Status.DONE,
        exitCode,
        expected,
        "",
        Optional.of(AT),
        Optional.of(AT),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "");
  }

  private static final OperationRecord PROBED =
      ended("monitor", Duration.ZERO, ExitCode.NOT_RUNNING, ExitCode.NOT_RUNNING);
  private static final OperationRecord STARTED =
      ended("start", Duration.ZERO, ExitCode.OK, ExitCode.OK);

  private static State after(OperationRecord... history) {
    return InstanceStates.of(List.of(history), false);
  }

  @Test
  void whatAMonitorForTheRoleStoppedDoesNotFindIsStopped() {
    OperationRecord looked = ended("monitor", SELDOM, ExitCode.NOT_RUNNING, ExitCode.NOT_RUNNING);
    assertThat(after(PROBED, looked)).isEqualTo(State.STOPPED);
  }

  @Test
  void whatAMonitorForTheRoleStoppedFindsRuns() {
    OperationRecord found = ended("monitor", SELDOM, ExitCode.DEGRADED, ExitCode.NOT_RUNNING);
    assertThat(after(PROBED, found)).isEqualTo(State.STARTED);
  }

  @Test
  void whatItsMonitorDoesNotFindHasFailed() {
    OperationRecord lost = ended("monitor", OFTEN, ExitCode.NOT_RUNNING, ExitCode.OK);
    assertThat(after(STARTED, lost)).isEqualTo(State.FAILED);
  }
}
