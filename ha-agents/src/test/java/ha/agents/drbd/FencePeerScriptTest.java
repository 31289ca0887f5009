package ha.agents.drbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The handler that DRBD calls, with a command line that answers as it is told to. */
class FencePeerScriptTest {
  private static final Path SCRIPT = Path.of("..", "packaging", "drbd", "had-fence-peer");

  @TempDir private Path directory;

  private final Map<String, String> environment =
      new HashMap<>(Map.of("DRBD_RESOURCE", "r0", "DRBD_PEERS", "bob"));

  private int handler(String answer, int code) throws IOException, InterruptedException {
    Path hactl =
        Files.writeString(
            directory.resolve("hactl"),
            """
            #!/bin/sh
            echo "$*" >> '%s'
            printf '%%s\\n' '%s'
            exit %d
            """
                .formatted(directory.resolve("asked"), answer, code));
    Files.setPosixFilePermissions(hactl, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", SCRIPT.toString());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HACTL", hactl.toString());
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile());
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private String asked() throws IOException {
    return Files.readString(directory.resolve("asked")).strip();
  }

  @Test
  void outdatedAndOffAreWhatDrbdMayGoOnWith() throws Exception {
    assertThat(handler("outdated", 0)).isEqualTo(4);
    assertThat(asked()).isEqualTo("drbd fence-peer r0 --peer bob --timeout 5min");
    assertThat(handler("off", 0)).isEqualTo(7);
  }

  @Test
  void everythingElseKeepsTheWritesWaiting() throws Exception {
    assertThat(handler("the peer may still write", 5)).isEqualTo(1);
    assertThat(handler("off", 5)).isEqualTo(1);
    assertThat(handler("", 0)).isEqualTo(1);
    assertThat(handler("offline", 0)).isEqualTo(1);
  }

  @Test
  void version9TellsThePeerByItsNumber() throws Exception {
    environment.remove("DRBD_PEERS");
    environment.put("DRBD_PEER_NODE_ID", "1");
    environment.put("DRBD_NODE_ID_0", "alice");
    environment.put("DRBD_NODE_ID_1", "carol");
    assertThat(handler("off", 0)).isEqualTo(7);
    assertThat(asked()).contains("--peer carol");
  }

  @Test
  void strangeNamesAreRefusedBeforeAnybodyIsAsked() throws Exception {
    environment.put("DRBD_PEER_NODE_ID", "1};touch x;{");
    environment.put("DRBD_PEERS", "--help");
    assertThat(handler("off", 0)).isEqualTo(1);
    environment.put("DRBD_PEERS", "bob; reboot");
    assertThat(handler("off", 0)).isEqualTo(1);
    environment.remove("DRBD_PEERS");
    assertThat(handler("off", 0)).isEqualTo(1);
    environment.put("DRBD_PEERS", "bob");
    environment.remove("DRBD_RESOURCE");
    assertThat(handler("off", 0)).isEqualTo(1);
    assertThat(directory.resolve("asked")).doesNotExist();
  }
}
