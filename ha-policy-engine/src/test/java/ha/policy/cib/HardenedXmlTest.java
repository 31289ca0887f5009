package ha.policy.cib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file may not make its reader do. */
class HardenedXmlTest {
  @TempDir private Path directory;

  @Test
  void documentTypesAreRefused() {
    assertThatThrownBy(() ->
            read(
                "<!DOCTYPE cib [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                    + "<cib><configuration><nodes/></configuration></cib>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cib.xml:1:");
  }

  @Test
  void nothingElseIsReadFromDisk() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "hunter2");

    assertThatThrownBy(() ->
            read(
                "<!DOCTYPE cib [<!ENTITY x SYSTEM \""
                    + secret.toUri()
                    + "\">]><cib><configuration><crm_config>&x;</crm_config></configuration></cib>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() ->
            read("<!DOCTYPE cib SYSTEM \"" + secret.toUri() + "\"><cib><configuration/></cib>"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> read("<a>".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100");
  }

  @Test
  void sizeIsBounded() {
    assertThatThrownBy(
            () -> XmlElement.parse("cib.xml", new ByteArrayInputStream(new byte[11]), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("larger than 10 bytes");
  }

  @Test
  void whatIsNoXmlIsToldOfWithItsPlace() {
    assertThatThrownBy(() -> read("<cib>\n  <configuration></cib>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cib.xml:2:");
    assertThatThrownBy(() -> read("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read("<cib/>")).hasMessageContaining("no <configuration>");
  }

  @Test
  void elementsAreWhereTheyBegin() {
    XmlElement root =
        XmlElement.parse(
            "cib.xml",
            new ByteArrayInputStream(
                "<cib>\n  <a\n    id=\"x\"/> <b/>\n</cib>".getBytes(StandardCharsets.UTF_8)));

    assertThat(root.children().get(0).position()).hasToString("cib.xml:2:3");
    assertThat(root.children().get(1).position()).hasToString("cib.xml:3:14");
  }

  private static Cib read(String xml) {
    return CibReader.read(
        "cib.xml", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }
}
