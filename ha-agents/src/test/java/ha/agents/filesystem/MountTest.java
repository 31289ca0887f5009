package ha.agents.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTest {
  @TempDir Path directory;

  private Mounts mounts(String text) throws IOException {
    Files.writeString(directory.resolve("mountinfo"), text);
    return Mounts.seenBy(directory);
  }

  @Test
  void linesOfTheKernelAreRead() throws Exception {
    Mounts mounts =
        mounts(
            """
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
            41 22 147:0 / /srv/xen\\040images\\134ä rw,noatime shared:7 propagate_from:1 - ocfs2 /dev/drbd0 rw,_netdev
            42 22 0:44 / /home ro - nfs4 server:/home rw,vers=4.2
            43 22 147:1 /sub /srv rw - gfs2 /dev/drbd1 rw
            """);
    Mount images = mounts.at(Path.of("/srv/xen images\\ä")).orElseThrow();
    assertThat(images.id()).isEqualTo(41);
    assertThat(images.device()).isEqualTo("147:0");
    assertThat(images.source()).isEqualTo("/dev/drbd0");
    assertThat(images.readOnly()).isFalse();
    assertThat(images.isOf("ocfs2")).isTrue();
    assertThat(mounts.at(Path.of("/home")).orElseThrow().readOnly()).isTrue();
    assertThat(mounts.at(Path.of("/home")).orElseThrow().isOf("nfs")).isTrue();
    assertThat(mounts.below(Path.of("/srv"))).containsExactly(images);
    assertThat(mounts.of(Path.of("/srv/xen images\\ä/a")).orElseThrow()).isEqualTo(images);
    assertThat(mounts.of(Path.of("/srv/other")).orElseThrow().id()).isEqualTo(43);
  }

  @Test
  void whatIsMountedLastHidesTheOthers() throws Exception {
    Mounts mounts =
        mounts(
            """
            22 1 8:1 / / rw - ext4 /dev/sda1 rw
            30 22 8:2 / /a rw - ext4 /dev/sda2 rw
            31 30 8:3 / /a rw - xfs /dev/sda3 rw
            """);
    assertThat(mounts.at(Path.of("/a")).orElseThrow().id()).isEqualTo(31);
    assertThat(mounts.of(Path.of("/a/b")).orElseThrow().id()).isEqualTo(31);
  }

  @Test
  void nonsenseIsNotTakenForAnEmptyList() {
    assertThatThrownBy(() -> mounts("")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> mounts("22 1 8:1 /\n")).isInstanceOf(IOException.class);
  }
}
