package ha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ClusterSituation;
import ha.api.Endpoints;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.yaml.YamlReader;
import ha.policy.whatif.WhatIf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hactl simulate}, which needs no daemon. */
class SimulateTest {
  private static final String YAML =
      """
      cluster: {name: two}
      nodes:
        alice: {links: [10.0.0.1, 10.1.0.1], fence: [a]}
        bob: {links: [10.0.0.2, 10.1.0.2], fence: [b]}
      fence-devices: {a: {agent: fence_a}, b: {agent: fence_b}}
      resources:
        disk: {agent: dummy, prefers: {alice: 100}}
        web: {agent: dummy}
      constraints:
        - order: [disk, web]
        - together: [web, disk]
      """;

  @TempDir private Path directory;

  @Test
  void textSaysWhatHappensAndWhy() throws IOException {
    Run run = simulate("-f", yaml(), "--date", "2026-03-04T12:00:00Z");

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
    Golden.check("simulate", run.out().replace(directory.toString(), "DIR"));
  }

  @Test
  void aLostNodeIsFencedFirst() throws IOException {
    Run run = simulate("-f", yaml(), "--node-down", "alice");

    assertThat(run.out()).contains("alice  fence").contains("What changes").contains("Problems");
  }

  @Test
  void manyFilesAreDoneInOrderAndABadOneDoesNotHarmTheOthers() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--format", "json", "--cib"));
    for (int i = 0; i < 40; i++) {
      arguments.add(i == 7 ? "missing.xml" : cib(i));
    }

    Run run = simulate(arguments.toArray(String[]::new));
    List<String> lines = run.out().lines().toList();

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(lines).hasSize(40);
    assertThat(lines.get(6)).startsWith("{\"test\": \"s6\", \"after\": ");
    assertThat(lines.get(7)).startsWith("{\"test\": \"missing\", \"error\": ");
    assertThat(lines.get(39)).startsWith("{\"test\": \"s39\", \"after\": ");
  }

  @Test
  void snapshotsAreRead() throws IOException {
    String snapshot =
        Json.text(
            WhatIf.allUp(new YamlReader().lenient().read("x", YAML).definitions().orElseThrow()));
    Path file = Files.writeString(directory.resolve("state.json"), snapshot);

    assertThat(simulate("-f", yaml(), "--snapshot", file.toString()).out())
        .contains("starts on alice");
    Files.writeString(file, "{\"quorate\": 1");
    assertThat(simulate("-f", yaml(), "--snapshot", file.toString()).err())
        .contains("a snapshot as JSON");
  }

  @Test
  void withoutFilesTheClusterIsAsked() throws Exception {
    Definitions definitions =
        new YamlReader().lenient().read("x", YAML).definitions().orElseThrow();
    Instant at = Instant.parse("2026-03-04T12:00:00Z");
    String saved = directory.resolve("now.json").toString();
    try (FakeDaemon daemon = new FakeDaemon(directory.resolve("api.sock"))) {
      daemon.on(
          Endpoints.SITUATION,
          all -> new ClusterSituation(at, 7, definitions, WhatIf.allUp(definitions)));
      Run.How how = new Run.How(daemon.socket());

      Run live = how.hactl("simulate", "--standby", "alice", "--save", saved);

      assertThat(live.code()).as(live.err()).isEqualTo(ExitCode.OK);
      assertThat(live.out())
          .startsWith("two  as of 2026-03-04T12:00:00Z")
          .contains("starts on bob");
    }
    assertThat(simulate("--snapshot", saved).out()).contains("starts on alice");
    assertThat(simulate("-f", yaml(), "--snapshot", saved, "--standby", "alice").out())
        .contains("starts on bob");
  }

  @Test
  void aStateWithoutDefinitionsIsNoSituation() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("state.json"), "{\"quorate\": true, \"nodes\": {}, \"tickets\": {}}");

    assertThat(simulate("--snapshot", file.toString()).err()).contains("-f cluster.yaml");
  }

  @Test
  void drawings() throws IOException {
    assertThat(simulate("-f", yaml(), "--format", "svg").out())
        .startsWith("<svg ")
        .contains("start disk")
        .endsWith("</svg>\n");
    assertThat(simulate("-f", yaml(), "--format", "dot").out())
        .startsWith("digraph \"ha\" {")
        .contains("[label=\"start web\"")
        .contains(" -> ");
  }

  @Test
  void whatCannotBeIsRefusedWithAHint() throws IOException {
    assertThat(simulate("-f", yaml(), "--standby", "alic").err()).contains("perhaps alice");
    assertThat(simulate("-f", yaml(), "--fail", "wbe:monitor@bob=1").err()).contains("perhaps web");
    assertThat(simulate("-f", yaml(), "--fail", "web:montor@bob=1").err())
        .contains("perhaps monitor");
    assertThat(simulate("-f", yaml(), "--fail", "web").err()).contains("web:monitor@alice=1");
    assertThat(simulate("-f", yaml(), "--quorum", "maybe").err()).contains("yes or no");
    assertThat(simulate("-f", yaml(), "--ticket", "t=grantd").err()).contains("perhaps t=granted");
    assertThat(simulate("-f", yaml(), "--date", "soon").err()).contains("is no moment");
    assertThat(simulate("-f", yaml(), "--cib", cib(1)).err()).contains("do not go together");
    assertThat(simulate().err()).contains("there is no daemon here");
    assertThat(simulate("-f", yaml(), "--node-down", "carol").code()).isNotEqualTo(ExitCode.OK);
  }

  private String yaml() throws IOException {
    return Files.writeString(directory.resolve("ha.yaml"), YAML).toString();
  }

  private String cib(int number) throws IOException {
    return Files.writeString(
            directory.resolve("s" + number + ".xml"),
            "<cib have-quorum=\"1\"><configuration><crm_config/><nodes><node id=\"1\""
                + " uname=\"alice\"/></nodes><resources/><constraints/></configuration>"
                + "<status/></cib>")
        .toString();
  }

  private Run simulate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "simulate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Run.How(directory.resolve("no.sock")).hactl(all);
  }
}
