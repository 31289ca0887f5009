package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.Calls;
import ha.agents.OcfCodes;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.command.ProcFs;
import ha.model.definition.AgentRef;
import ha.model.snapshot.OperationRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcfAgentTest {
  @TempDir Path directory;
  private ScriptTree tree = new ScriptTree(Path.of("/"));
  private final Calls calls = new Calls("ocf:test:It", "it:0");

  @BeforeEach
  void plant() {
    tree = new ScriptTree(directory);
  }

  private ResourceAgent agent() {
    return tree.agents().find(AgentRef.parse("ocf:test:It")).orElseThrow();
  }

  private AgentResult perform(Operation operation) throws InterruptedException {
    return agent().perform(calls.of(operation));
  }

  static List<String> values() {
    return List.of(";$()\n`id`", "-rf", "ä€😀", "'\"\\ \t", "", "x".repeat(64 * 1024));
  }

  @ParameterizedTest
  @MethodSource("values")
  void parametersArriveAsTheyAre(String value) throws Exception {
    Path out = directory.resolve("out");
    tree.write("It", "printf '%s' \"$OCF_RESKEY_value\" > \"$OCF_RESKEY_out\"");
    calls.with(Map.of("value", value, "out", out.toString()));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(Files.readString(out)).isEqualTo(value);
  }

  @Test
  void environmentIsThatOfTheStandardAndNoMore() throws Exception {
    Path out = directory.resolve("out");
    tree.write("It", "env > " + out + "; echo \"$0 $# $1\" >> " + out);
    tree.helper("crm_attribute", "exit 0");
    calls
        .with(Map.of("p", "v", "OCF_CHECK_LEVEL", "10"))
        .withEnvironment(
            Map.of(
                "notify-type", "pre",
                "CRM_meta_clone_max", "2",
                "OCF_RESKEY_CRM_meta_notify_start_uname", "bob",
                "LD_PRELOAD", "/evil.so"));
    assertThat(agent().perform(calls.of(Operation.MIGRATE_TO, Duration.ofSeconds(20))))
        .isEqualTo(AgentResult.OK);
    Path helpers = directory.resolve("helpers");
    assertThat(Files.readAllLines(out))
        .contains(
            "OCF_RESKEY_p=v",
            "OCF_CHECK_LEVEL=10",
            "OCF_ROOT=" + tree.root(),
            "OCF_RA_VERSION_MAJOR=1",
            "OCF_RA_VERSION_MINOR=1",
            "OCF_RESOURCE_INSTANCE=it:0",
            "OCF_RESOURCE_PROVIDER=test",
            "OCF_RESOURCE_TYPE=It",
            "OCF_RESKEY_CRM_meta_timeout=20000",
            "OCF_RESKEY_CRM_meta_interval=0",
            "OCF_RESKEY_CRM_meta_name=migrate_to",
            "OCF_RESKEY_CRM_meta_on_node=alice",
            "OCF_RESKEY_CRM_meta_migrate_source=alice",
            "OCF_RESKEY_CRM_meta_migrate_target=bob",
            "OCF_RESKEY_CRM_meta_notify_type=pre",
            "OCF_RESKEY_CRM_meta_notify_start_uname=bob",
            "OCF_RESKEY_CRM_meta_clone_max=2",
            "HA_SBIN_DIR=" + helpers,
            "LC_ALL=C",
            tree.root() + "/resource.d/test/It 1 migrate_to")
        .anyMatch(l -> l.startsWith("PATH=" + helpers + ":/usr/"))
        .noneMatch(l -> l.startsWith("HOME=") || l.startsWith("LD_PRELOAD="));
  }

  @Test
  void exitCodesHaveTheirMeaning() throws Exception {
    tree.write("It", "echo noise; echo ocf-exit-reason:the disk is gone >&2; exit $OCF_RESKEY_rc");
    for (int code : List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 190, 191)) {
      calls.with(Map.of("rc", Integer.toString(code)));
      AgentResult result = perform(Operation.MONITOR);
      assertThat(OcfCodes.exitCode(result)).isEqualTo(code);
      assertThat(OcfCodes.status(result)).isEqualTo(OperationRecord.Status.DONE);
      if (result instanceof Failed failed) {
        assertThat(failed.reason()).isEqualTo("the disk is gone");
      }
    }
    calls.with(Map.of("rc", "42"));
    assertThat(perform(Operation.MONITOR))
        .isEqualTo(new Failed(Kind.GENERIC, 42, "the disk is gone"));
  }

  @Test
  void agentKilledByOthersIsUnknown() throws Exception {
    tree.write("It", "kill -9 $$");
    assertThat(perform(Operation.MONITOR)).isInstanceOf(Unknown.class);
  }

  @Test
  void deadlineKillsGrandchildrenAndNamesThem() throws Exception {
    Path pid = directory.resolve("pid");
    tree.write("It", "sh -c 'sleep 3600 & echo $! > " + pid + "; wait' & wait");
    AgentResult result = agent().perform(calls.of(Operation.STOP, Duration.ofMillis(600)));
    assertThat(result).isInstanceOf(TimedOut.class);
    assertThat(result.reason()).contains("sleep");
    // A zombie, where nothing reaps orphans, has been killed as well.
    assertThat(ProcFs.system().find(Long.parseLong(Files.readString(pid).strip())))
        .matches(f -> !(f instanceof ProcFs.Found.There there) || !there.view().alive(), "is dead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocf:test:../test/It", "ocf:..:It", "ocf:test:.hidden", "ocf:te/st:It"})
  void namesThatLeadElsewhereAreRefused(String name) throws Exception {
    tree.write("It", "exit 0");
    ResourceAgent agent = tree.agents().find(AgentRef.parse(name)).orElseThrow();
    assertThat(agent.perform(calls.of(Operation.START)))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.INSUFFICIENT_PRIVILEGE));
  }

  @Test
  void linksAndFilesThatAnybodyMayChangeAreRefused() throws Exception {
    Path real = tree.write("Real", "exit 0");
    Path link = real.resolveSibling("It");
    Files.createSymbolicLink(link, real);
    assertThat(perform(Operation.START).reason()).contains("links are not followed");
    Files.delete(link);
    tree.write("It", "exit 0");
    Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertThat(perform(Operation.START).reason()).contains("chmod o-w");
    Files.move(real.getParent(), directory.resolve("elsewhere"));
    Files.createSymbolicLink(real.getParent(), directory.resolve("elsewhere"));
    assertThat(perform(Operation.START).reason()).contains("symbolic link");
  }

  @Test
  void missingScriptIsNotInstalled() throws Exception {
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED));
  }

  @Test
  void parameterNamesThatAreNoVariablesAreRefused() throws Exception {
    tree.write("It", "exit 0");
    calls.with(Map.of("a-b", "c"));
    assertThat(perform(Operation.START).reason()).contains("'a-b'");
  }

  private static String description(String more) {
    return """
    cat <<'END'
    <?xml version="1.0"?>
    <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
    <resource-agent name="It" version="2.1">
    <version>1.1</version>
    <longdesc lang="en">Long.</longdesc>
    <shortdesc lang="en">Short</shortdesc>
    <parameters>
    <parameter name="ip" unique="1" required="1"><longdesc lang="en">An address</longdesc>
    <shortdesc lang="en">IP</shortdesc><content type="string" default="" /></parameter>
    <parameter name="mode" unique-group="m" reloadable="1"><content type="select" default="a">
    <option value="a"/><option value="b"/></content></parameter>
    </parameters>
    <actions><action name="start" timeout="20s"/><action name="stop" timeout="20000ms"/>
    <action name="monitor" depth="0" timeout="20" interval="10s" role="Promoted"/>
    <action name="meta-data" timeout="5s"/><action name="reload-agent" timeout="5s"/>
    <action name="dance" timeout="5s"/></actions>
    %s</resource-agent>
    END
    """
        .formatted(more);
  }

  @Test
  void descriptionIsReadOnceForEachVersionOfTheScript() throws Exception {
    Path count = directory.resolve("count");
    Path script =
        tree.write("It", "echo x >> " + count + "; echo to stderr >&2\n" + description(""));
    ResourceAgent agent = agent();
    agent.describe();
    assertThat(agent.describe())
        .isInstanceOfSatisfying(
            AgentMetadata.class,
            m -> {
              assertThat(m.summary()).isEqualTo("Short");
              assertThat(m.version()).isEqualTo("2.1");
              assertThat(m.parameters()).hasSize(2);
              assertThat(m.parameters().get(0).required()).isTrue();
              assertThat(m.parameters().get(0).uniqueGroup()).contains("ip");
              assertThat(m.parameters().get(1).choices()).containsExactly("a", "b");
              assertThat(m.parameters().get(1).reloadable()).isTrue();
              assertThat(m.timeout(Operation.START)).contains(Duration.ofSeconds(20));
              assertThat(m.timeout(Operation.STOP)).contains(Duration.ofSeconds(20));
              assertThat(m.timeout(Operation.MONITOR)).contains(Duration.ofSeconds(20));
              assertThat(m.notUnderstood()).containsExactly("dance");
              assertThat(m.promotable()).isFalse();
            });
    assertThat(Files.readAllLines(count)).hasSize(1);
    Files.setLastModifiedTime(script, FileTime.fromMillis(1000));
    agent.describe();
    assertThat(Files.readAllLines(count)).hasSize(2);
  }

  @Test
  void descriptionCannotReadFiles() throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    tree.write(
        "It",
        "cat <<'END'\n<!DOCTYPE r [<!ENTITY x SYSTEM \"file://"
            + secret
            + "\">]><resource-agent name=\"It\"><shortdesc>&x;</shortdesc></resource-agent>\nEND");
    switch (agent().describe()) {
      case AgentMetadata metadata -> assertThat(metadata.summary()).doesNotContain("secret");
      case AgentDescription.Unavailable no -> assertThat(no.reason()).doesNotContain("secret");
    }
  }

  @Test
  void brokenDescriptionIsUnavailable() throws Exception {
    for (String body : List.of("echo nonsense", "exit 3", "kill -9 $$", description("<open>"))) {
      tree.write("It", body);
      assertThat(agent().describe()).isInstanceOf(AgentDescription.Unavailable.class);
    }
  }

  @Test
  void reloadUsesTheWordThatTheScriptKnows() throws Exception {
    Path out = directory.resolve("out");
    String body = "[ $1 = meta-data ] || { echo $1 >> " + out + "; exit 0; }\n";
    tree.write("It", body + description(""));
    assertThat(perform(Operation.RELOAD)).isEqualTo(AgentResult.OK);
    tree.write("It", body + description("").replace("reload-agent", "reload"));
    assertThat(perform(Operation.RELOAD)).isEqualTo(AgentResult.OK);
    assertThat(Files.readAllLines(out)).containsExactly("reload-agent", "reload");
  }
}
