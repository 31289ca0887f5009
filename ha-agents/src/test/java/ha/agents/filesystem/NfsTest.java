package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NFS, with a port that answers and a kernel that is a double. */
class NfsTest extends MountContract {
  private static final Duration SHORT = Duration.ofMillis(2500);
  private final ServerSocket server;

  NfsTest() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Override
  protected Map<String, String> ready() {
    return parameters("");
  }

  private Map<String, String> parameters(String more) {
    Map<String, String> all = new HashMap<>();
    all.put("device", "127.0.0.1:/exports/images");
    all.put("directory", point().toString());
    all.put("type", "nfs");
    all.put("options", "hard,port=" + server.getLocalPort() + more);
    return all;
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void serverThatDoesNotAnswerIsNamed() throws Exception {
    server.close();
    assertThat(within(Operation.START, SHORT))
        .isInstanceOfSatisfying(
            Failed.class,
            f ->
                assertThat(f.reason())
                    .contains("server 127.0.0.1 did not answer on port " + server.getLocalPort()));
    assertThat(mountWasAsked()).isFalse();
  }

  @Test
  void startWaitsForTheServer() throws Exception {
    int port = server.getLocalPort();
    server.close();
    AtomicReference<AgentResult> result = new AtomicReference<>(AgentResult.NOT_RUNNING);
    Thread start =
        Thread.ofVirtual()
            .start(() -> {
              try {
                result.set(perform(Operation.START));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(start.join(Duration.ofMillis(200))).isFalse();
    try (var later = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
      assertThat(start.join(Duration.ofSeconds(20))).isTrue();
      assertThat(later.isBound()).isTrue();
    }
    assertThat(result.get()).isEqualTo(AgentResult.OK);
  }

  @Test
  void missingPackageIsNamed() throws Exception {
    machine.remove("sbin/mount.nfs");
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class,
            f -> {
              assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED);
              assertThat(f.reason()).contains("nfs-common");
            });
  }

  @Test
  void deadServerIsAFailureAndNotAHang() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    assertFailed(Operation.MONITOR, "did not answer within");
    Map<String, String> patient = parameters("");
    patient.put("recovery-time", "1min");
    calls.with(patient);
    assertThat(perform(Operation.MONITOR).reason()).contains("silent for");
    machine.silent = false;
  }

  @Test
  void deadServersMountIsTakenAwayByForce() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    machine.forceHelps = true;
    assertThat(within(Operation.STOP, SHORT)).isEqualTo(AgentResult.OK);
    assertThat(machine.asked)
        .contains("umount --no-canonicalize --internal-only --force -- " + point())
        .noneMatch(c -> c.contains("--lazy"));
  }

  @Test
  void detachedIsStoppedOnlyWhenTheKernelHasLetGo() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    assertThat(within(Operation.STOP, SHORT))
        .isInstanceOfSatisfying(
            Failed.class,
            f -> assertThat(f.reason()).contains("detached by force", "may write to the server"));
    assertFailed(Operation.MONITOR, "the kernel still holds it");
    assertThat(within(Operation.STOP, Duration.ofMillis(300))).isInstanceOf(Failed.class);
    machine.reset();
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    machine.letsGo = true;
    assertThat(within(Operation.STOP, SHORT)).isEqualTo(AgentResult.OK);
  }

  @Test
  void whatWasOnlyReadHoldsNothingBack() throws Exception {
    calls.with(parameters(",ro"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    machine.silent = true;
    assertThat(within(Operation.STOP, SHORT)).isEqualTo(AgentResult.OK);
  }

  @Test
  void serversAreReadFromDeviceAndOptions() {
    assertThat(Nfs.server("nas:/x", List.of()))
        .hasValueSatisfying(s -> assertThat(s.getPort()).isEqualTo(2049));
    assertThat(Nfs.server("[fd00::1]:/x", List.of("port=20490")))
        .hasValueSatisfying(s -> {
          assertThat(s.getHostString()).isEqualTo("fd00::1");
          assertThat(s.getPort()).isEqualTo(20_490);
        });
    assertThat(Nfs.server("nas:/x", List.of("vers=3"))).isEmpty();
    assertThat(Nfs.server("nas:/x", List.of("proto=udp"))).isEmpty();
    assertThat(Nfs.server("a,b:/x", List.of())).isEmpty();
  }
}
