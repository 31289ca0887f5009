package ha.daemon.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceNotifierTest {
  @TempDir private Path directory;

  @Test
  void saysReadyHowItIsAndThatItStops() throws Throwable {
    Path path = directory.resolve("notify");
    try (DatagramSocket systemd = new DatagramSocket(path)) {
      ServiceNotifier notifier = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", path.toString()));
      notifier.ready("waiting for the cluster");
      notifier.status("in the cluster, term 3");
      notifier.stopping("leaving");

      assertThat(notifier.isConnected()).isTrue();
      assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=waiting for the cluster");
      assertThat(systemd.receive()).isEqualTo("STATUS=in the cluster, term 3");
      assertThat(systemd.receive()).isEqualTo("STOPPING=1\nSTATUS=leaving");
      assertThat(systemd.receive()).isEmpty();
    }
  }

  @Test
  void givesSignsOfLifeWhereTheyAreWanted() throws Throwable {
    Path path = directory.resolve("notify");
    String self = Long.toString(ProcessHandle.current().pid());
    try (DatagramSocket systemd = new DatagramSocket(path)) {
      ServiceNotifier notifier =
          ServiceNotifier.of(
              Map.of(
                  "NOTIFY_SOCKET",
                  path.toString(),
                  "WATCHDOG_USEC",
                  "10000000",
                  "WATCHDOG_PID",
                  self));
      notifier.alive();

      assertThat(notifier.patience()).contains(Duration.ofSeconds(10));
      assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void givesNoSignsThatAreMeantForAnotherProcess() {
    Map<String, String> environment =
        Map.of("NOTIFY_SOCKET", "/nowhere", "WATCHDOG_USEC", "10000000", "WATCHDOG_PID", "1");

    assertThat(ServiceNotifier.of(environment).patience()).isEmpty();
    assertThat(ServiceNotifier.of(Map.of("WATCHDOG_USEC", "10000000")).patience()).isEmpty();
  }

  @Test
  void isSilentWithoutSystemd() throws Exception {
    ServiceNotifier notifier = ServiceNotifier.of(Map.of());

    notifier.ready("nobody listens");

    assertThat(notifier.isConnected()).isFalse();
  }

  @Test
  void saysWhenNobodyIsThere() {
    Path path = directory.resolve("gone");
    ServiceNotifier notifier = ServiceNotifier.of(Map.of("NOTIFY_SOCKET", path.toString()));

    assertThatThrownBy(() -> notifier.ready("hello"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(path.toString());
  }
}
