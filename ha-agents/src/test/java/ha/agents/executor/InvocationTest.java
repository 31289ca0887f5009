package ha.agents.executor;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.Calls;
import ha.agents.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InvocationTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path directory;

  /**
   * Seen on OCFS2 that waited for a lost node: a file was looked for on it, by a virtual thread,
   * whose carrier was the only one; for 76 s no agent ran and no BMC was heard.
   */
  @Test
  void agentsThatTheKernelHoldsHoldUpNobodyElse() throws Exception {
    Path held = directory.resolve("held");
    assertThat(new ProcessBuilder("mkfifo", held.toString()).start().waitFor()).isZero();
    ScriptedAgent agent = new ScriptedAgent();
    int many = 2 * Runtime.getRuntime().availableProcessors();
    CountDownLatch begun = new CountDownLatch(many);
    agent.on(
        "start",
        call -> {
          begun.countDown();
          return opened(held);
        });
    List<Thread> calls = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      AgentCall start = new Calls("scripted", "held" + i).of(Operation.START, LONG);
      calls.add(Thread.ofPlatform().start(() -> call(agent, start)));
    }
    try {
      assertThat(begun.await(20, TimeUnit.SECONDS)).as("all are called").isTrue();
      AgentCall monitor =
          new Calls("scripted", "free").of(Operation.MONITOR, Duration.ofSeconds(20));

      assertThat(Invocation.call(agent, monitor, () -> true))
          .hasValueSatisfying(e -> assertThat(e.result()).isEqualTo(AgentResult.OK));
    } finally {
      letGo(held, calls);
    }
  }

  /** Until somebody opens the other end, the kernel does not return. */
  private static AgentResult opened(Path pipe) {
    try (FileChannel reading = FileChannel.open(pipe, StandardOpenOption.READ)) {
      return reading.read(ByteBuffer.allocate(1)) < 0 ? AgentResult.OK : AgentResult.failed("read");
    } catch (IOException e) {
      return AgentResult.failed(e.toString());
    }
  }

  private static void call(ScriptedAgent agent, AgentCall call) {
    try {
      assertThat(Invocation.call(agent, call, () -> true)).isPresent();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void letGo(Path pipe, List<Thread> calls) throws Exception {
    while (calls.stream().anyMatch(Thread::isAlive)) {
      FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
      for (Thread call : calls) {
        call.join(Duration.ofMillis(20));
      }
    }
  }
}
