package ha.membership.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("cluster.key");
  }

  private void write(byte[] content, String mode) throws Exception {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void aCreatedKeyIsPrivateAndUsable() throws Exception {
    KeyFile.create(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    KeyRing first = KeyFile.read(List.of(file));
    KeyRing second = KeyFile.read(List.of(file));
    assertThat(first.sealing().id).isEqualTo(second.sealing().id);
    Path other = directory.resolve("other.key");
    KeyFile.create(other);
    KeyRing both = KeyFile.read(List.of(other, file));
    assertThat(both.byId(first.sealing().id)).isNotNull();
    assertThat(both.sealing().id).isNotEqualTo(first.sealing().id);
    assertThat(both.toString()).isEqualTo("KeyRing of 2");
  }

  @Test
  void anExistingKeyIsNotOverwritten() throws Exception {
    KeyFile.create(file);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> KeyFile.create(file))
        .isInstanceOf(LinksException.class)
        .hasMessageContaining("is there already");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void whiteSpaceAtTheEndDoesNotCount() throws Exception {
    KeyFile.create(file);
    int id = KeyFile.read(List.of(file)).sealing().id;
    String text = Files.readString(file);
    Files.writeString(file, text.strip() + "\r\n \n");
    assertThat(KeyFile.read(List.of(file)).sealing().id).isEqualTo(id);
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws Exception {
    write(TestNode.secret(1), "rw-r-----");
    assertThatThrownBy(() -> KeyFile.read(List.of(file)))
        .isInstanceOf(LinksException.class)
        .hasMessageContaining("rw-r-----")
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void weakAndMissingKeysAreRefused() throws Exception {
    assertThatThrownBy(() -> KeyFile.read(List.of(file))).hasMessageContaining("is missing");
    write(new byte[31], "rw-------");
    assertThatThrownBy(() -> KeyFile.read(List.of(file))).hasMessageContaining("at least 32");
    write(new byte[64], "rw-------");
    assertThatThrownBy(() -> KeyFile.read(List.of(file))).hasMessageContaining("not random");
    write(new byte[5000], "rw-------");
    assertThatThrownBy(() -> KeyFile.read(List.of(file))).hasMessageContaining("at most");
    write(TestNode.secret(1), "rw-------");
    assertThatThrownBy(() -> KeyFile.read(List.of(file, file))).hasMessageContaining("given twice");
    assertThatThrownBy(() -> KeyFile.read(List.of())).hasMessageContaining("0 keys");
  }
}
