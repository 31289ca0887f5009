package ha.agents;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcfCodesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 190, 191})
  void codesOfTheStandardGoThereAndBack(int code) {
    assertThat(OcfCodes.exitCode(OcfCodes.result(code, ""))).isEqualTo(code);
  }

  @Test
  void onlySevenIsNotRunning() {
    for (int code = 0; code < 256; code++) {
      boolean stopped = OcfCodes.result(code, "") instanceof AgentResult.NotRunning;
      assertThat(stopped).isEqualTo(code == ExitCode.NOT_RUNNING);
    }
  }

  /** A volume that starts without its peer has started; else it is recovered for ever. */
  @Test
  void degradedIsAnAnswerOfMonitorsOnly() {
    var degraded = new AgentResult.Ok(true, "not connected to peer");
    assertThat(OcfCodes.exitCode("start", degraded)).isEqualTo(ExitCode.OK);
    assertThat(OcfCodes.exitCode("promote", degraded)).isEqualTo(ExitCode.OK);
    assertThat(OcfCodes.exitCode("monitor", degraded)).isEqualTo(ExitCode.DEGRADED);
  }

  @Test
  void whatIsNotKnownIsNotDone() {
    assertThat(OcfCodes.status(new AgentResult.Unknown("?"))).isEqualTo(Status.UNKNOWN);
    assertThat(OcfCodes.status(new AgentResult.TimedOut("!"))).isEqualTo(Status.TIMED_OUT);
    assertThat(OcfCodes.exitCode(new AgentResult.Unknown("?"))).isEqualTo(ExitCode.GENERIC_ERROR);
  }

  @ParameterizedTest
  @EnumSource
  void eachKindHasItsCode(Kind kind) {
    assertThat(OcfCodes.result(kind.code(), "why")).isEqualTo(new Failed(kind, "why"));
  }
}
