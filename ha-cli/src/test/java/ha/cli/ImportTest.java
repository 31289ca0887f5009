package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hactl import}, which needs no daemon. */
class ImportTest {
  private static final String CIB =
      """
      <cib><configuration>
       <crm_config/>
       <nodes><node id="1" uname="alice"/></nodes>
       <resources>
        <primitive id="web" class="systemd" type="nginx"/>
       </resources>
       <constraints/>
       <alerts><alert id="a" path="/bin/true"/></alerts>
      </configuration></cib>
      """;

  @TempDir private Path directory;

  @Test
  void theFileIsWrittenAndTheReportPrinted() throws IOException {
    Path to = directory.resolve("ha.yaml");

    Run run = run("import", "pacemaker", cib(), "--output", to.toString());

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains("alerts: /bin/true", "cib.xml:8:2", "For you to do", to + " is written: ");
    assertThat(Files.readString(to)).contains("web: {agent: systemd:nginx");
    assertThat(run("import", "pacemaker", cib(), "--output", to.toString()).code())
        .isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void withoutAFileDefinitionsAndReportGoTheirOwnWays() throws IOException {
    Run run = run("import", "pacemaker", cib());

    assertThat(run.out()).contains("web: {agent: systemd:nginx").doesNotContain("Left out");
    assertThat(run.err()).contains("Left out");
    assertThat(run("import", "pacemaker", cib(), "--json").err()).startsWith("{");
  }

  @Test
  void mistakesAreToldOf() throws IOException {
    assertThat(run("import", "pacemaker", "nope.xml").err()).contains("no such file");
    assertThat(run("import").err()).contains("pacemaker");
    Path bad = Files.writeString(directory.resolve("bad.xml"), "<cib>");
    assertThat(run("import", "pacemaker", bad.toString()).err()).contains("bad.xml:1:");
    Path conf = Files.writeString(directory.resolve("corosync.conf"), "totem {\n  what\n}\n");
    assertThat(run("import", "pacemaker", cib(), "--corosync", conf.toString()).err())
        .contains("corosync.conf:2:3");
  }

  private String cib() throws IOException {
    return Files.writeString(directory.resolve("cib.xml"), CIB).toString();
  }

  private Run run(String... arguments) {
    return new Run.How(directory.resolve("no.sock")).hactl(arguments);
  }
}
