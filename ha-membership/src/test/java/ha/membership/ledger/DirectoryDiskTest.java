package ha.membership.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryDiskTest {
  /** As a file system without a journal left it after a loss of power. */
  @Test
  void whatCannotBeReadIsNamed(@TempDir Path directory) throws Exception {
    Path ledger =
        Files.createDirectory(
            directory.resolve("ledger"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createDirectory(ledger.resolve("meta"));
    try (DirectoryDisk disk = DirectoryDisk.open(ledger)) {
      assertThatThrownBy(() -> disk.read("meta"))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll(ledger.resolve("meta").toString(), "fsck");
    }
  }
}
