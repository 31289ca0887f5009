package ha.fencing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.fencing.Programs;
import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactories;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.PowerState;
import ha.fencing.ipmi.Rig;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.model.DeviceId;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real fence agents, and scripts that behave as agents should not. */
class AgentDeviceTest {
  private static final String METADATA =
      """
      if [ "$action" = metadata ]; then cat <<'XML'
      <resource-agent name="fence_test" shortdesc="a test"><parameters>
      <parameter name="plug" required="0"><content type="string"/></parameter>
      <parameter name="password" required="0"><content type="string"/></parameter>
      <parameter name="power_wait" required="0"><content type="second" default="0"/></parameter>
      </parameters><actions><action name="on" automatic="0"/><action name="off"/>
      <action name="status"/><action name="list"/><action name="monitor"/></actions></resource-agent>
      XML
      exit 0; fi
      """;

  private final Path directory;

  AgentDeviceTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static Deadline seconds(int number) {
    return Deadline.after(Duration.ofSeconds(number));
  }

  /** A device whose agent is a script; {@code $action}, {@code $plug} and so on are set. */
  private FenceDevice scripted(String script, Map<String, String> parameters) throws IOException {
    Path file = directory.resolve("fence_test");
    Files.writeString(
        file,
        "#!/bin/sh\nhere="
            + directory
            + "\n"
            + "while IFS= read -r line; do eval \"${line%%=*}='${line#*=}'\"; done\n"
            + METADATA
            + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return built(build("fence_test", parameters));
  }

  private DeviceBuild build(String agent, Map<String, String> parameters) {
    List<Path> directories = List.of(directory, Path.of("/usr/sbin"));
    return new DeviceFactories(List.of(new AgentDeviceFactory(new AgentPrograms(directories))))
        .build(definition(agent, parameters), directory);
  }

  private static FenceDeviceDefinition definition(String agent, Map<String, String> parameters) {
    return new FenceDeviceDefinition(
        new DeviceId("bob-pdu"),
        agent,
        new TreeMap<>(parameters),
        new SourcePosition("ha.yaml", 12, 3));
  }

  private static FenceDevice built(DeviceBuild build) {
    return switch (build) {
      case DeviceBuild.Built(FenceDevice device, List<String> warnings) -> device;
      case DeviceBuild.Rejected(List<String> problems) ->
          throw new AssertionError(String.join("\n", problems));
    };
  }

  private static List<String> problems(DeviceBuild build) {
    return switch (build) {
      case DeviceBuild.Built(FenceDevice device, List<String> warnings) -> List.of();
      case DeviceBuild.Rejected(List<String> problems) -> problems;
    };
  }

  @Test
  void fenceIpmilanEndToEnd() {
    Programs.need("fence_ipmilan", "fence-agents");
    Programs.need("ipmitool", "ipmitool");
    try (Rig rig = new Rig(directory)) {
      FenceDevice device =
          built(
              DeviceFactories.load()
                  .build(
                      definition(
                          "fence_ipmilan",
                          Map.of(
                              "ip", "127.0.0.1",
                              "ipport", "" + rig.bmc.port(),
                              "username", "admin",
                              "password-file", rig.passwordFile.toString(),
                              "lanplus", "1",
                              "cipher", "17",
                              "power-wait", "0")),
                      directory));
      assertThat(device.monitor(Rig.TARGET, seconds(30)).success()).isTrue();
      assertThat(device.off(Rig.TARGET, seconds(30)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
      assertThat(rig.power.isOn()).isFalse();
      assertThat(device.off(Rig.TARGET, seconds(30)).cause()).isEqualTo(Cause.ALREADY_OFF);
      assertThat(device.on(Rig.TARGET, seconds(30)).cause()).isEqualTo(Cause.ON_CONFIRMED);
      rig.faults(BmcFaults.NONE.edit().wrongPassword(true).done());
      FenceResult refused = device.off(Rig.TARGET, seconds(30));
      assertThat(refused.cause()).isEqualTo(Cause.FAILED);
      assertThat(refused.toString()).doesNotContain(Rig.PASSWORD);
    }
  }

  @Test
  void fenceDummyEndToEnd() throws IOException {
    Programs.need("fence_dummy", "fence-agents");
    Path status = Files.writeString(directory.resolve("status"), "on");
    FenceDevice device = built(build("fence_dummy", Map.of("status-file", status.toString())));
    assertThat(device.status(Rig.TARGET, seconds(30)).power()).isEqualTo(PowerState.ON);
    assertThat(device.off(Rig.TARGET, seconds(30)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
    assertThat(Files.readString(status)).contains("off");
  }

  @Test
  void metadataOfInstalledAgentsIsRead() {
    Programs.need("fence_ipmilan", "fence-agents");
    AgentPrograms programs = new AgentPrograms(AgentPrograms.DIRECTORIES);
    assertThat(programs.names()).hasSizeGreaterThan(50);
    for (String name : List.of("fence_ipmilan", "fence_apc", "fence_virsh", "fence_scsi")) {
      assertThat(programs.metadata(name)).as(name).isPresent();
      AgentMetadata metadata = programs.metadata(name).orElseThrow();
      assertThat(metadata.actions()).contains("off", "on", "status", "metadata");
      assertThat(metadata.parameters()).containsKey("action");
    }
    AgentMetadata ipmilan = programs.metadata("fence_ipmilan").orElseThrow();
    assertThat(ipmilan.parameters().get("ipaddr"))
        .satisfies(p -> assertThat(p != null && p.deprecated()).isTrue());
  }

  @Test
  void successWithoutEffectIsStillOn() throws IOException {
    FenceDevice device = scripted("[ $action = status ] && exit 0; exit 0\n", Map.of());
    assertThat(device.off(Rig.TARGET, seconds(3)).cause()).isEqualTo(Cause.STILL_ON);
  }

  @Test
  void failureWithEffectIsOff() throws IOException {
    FenceDevice device =
        scripted(
            "[ $action = status ] && [ -e $here/off ] && exit 2; [ $action = status ] && exit 0;"
                + " touch $here/off; exit 1\n",
            Map.of());
    assertThat(device.off(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.OFF_CONFIRMED);
  }

  @Test
  void statusThatFailsIsNeverOff() throws IOException {
    FenceDevice device =
        scripted("[ $action = status ] && { echo broken >&2; exit 1; }; exit 0\n", Map.of());
    FenceResult result = device.off(Rig.TARGET, seconds(3));
    assertThat(result.off()).isFalse();
    assertThat(result.power()).isEqualTo(PowerState.UNKNOWN);
    assertThat(result.detail()).contains("broken");
  }

  @Test
  void hangingAgentIsKilledWithItsChildren() throws IOException {
    FenceDevice device =
        scripted(
            "[ $action = status ] && exit 0;"
                + " sleep 300 & echo $! > $here/child; echo $$ > $here/parent; wait\n",
            Map.of());
    long from = System.nanoTime();
    FenceResult result = device.off(Rig.TARGET, seconds(3));
    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(8));
    assertThat(result.off()).isFalse();
    for (String who : List.of("child", "parent")) {
      long pid = Long.parseLong(Files.readString(directory.resolve(who)).strip());
      await().until(() -> !running(pid));
    }
  }

  private static boolean running(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  @Test
  void strayChildrenOfAnEndedAgentAreKilled() throws IOException {
    FenceDevice device = scripted("sleep 300 & echo $! > $here/child; exit 2\n", Map.of());
    assertThat(device.status(Rig.TARGET, seconds(20)).power()).isEqualTo(PowerState.OFF);
    long pid = Long.parseLong(Files.readString(directory.resolve("child")).strip());
    await().until(() -> !running(pid));
  }

  @Test
  void endlessOutputIsCutOff() throws IOException {
    FenceDevice device = scripted("head -c 50000000 /dev/zero | tr '\\0' x; exit 2\n", Map.of());
    assertThat(device.status(Rig.TARGET, seconds(30)).power()).isEqualTo(PowerState.OFF);
  }

  @Test
  void secretsAreSeenNowhereButOnStandardInput() throws IOException {
    Rig.secret(directory, "password", Rig.PASSWORD);
    FenceDevice device =
        scripted(
            "[ \"$password\" = "
                + Rig.PASSWORD
                + " ] && touch $here/got\n"
                + "tr '\\0' '\\n' < /proc/$$/environ > $here/seen; tr '\\0' ' ' < /proc/$$/cmdline"
                + " >> $here/seen\n"
                + "echo \"login with $password refused\" >&2; exit 1\n",
            Map.of("password-file", "password"));
    FenceResult result = device.status(Rig.TARGET, seconds(20));
    assertThat(directory.resolve("got")).exists();
    assertThat(result.detail()).contains("refused").doesNotContain(Rig.PASSWORD);
    assertThat(Files.readString(directory.resolve("seen")))
        .contains("fence_test")
        .doesNotContain(Rig.PASSWORD);
    assertThat(device.toString()).doesNotContain(Rig.PASSWORD);
  }

  @Test
  void plugComesFromTheHostMap() throws IOException {
    FenceDevice device =
        scripted("[ \"$plug\" = 4 ] && exit 2; exit 0\n", Map.of("host-map", "alice:3;bob:4"));
    assertThat(device.status(Rig.TARGET, seconds(20)).power()).isEqualTo(PowerState.OFF);
    FenceDevice other = scripted("exit 2\n", Map.of("host-map", "alice:3"));
    assertThat(other.off(Rig.TARGET, seconds(20)).cause()).isEqualTo(Cause.BAD_CONFIGURATION);
  }

  @Test
  void plugsAreListed() throws IOException {
    FenceDevice device =
        scripted("[ $action = list ] && { echo 1,alice; echo 2,bob; exit 0; }; exit 1\n", Map.of());
    assertThat(device.list(seconds(20)).plugs()).containsExactly("1", "2");
  }

  @Test
  void wrongDefinitionsAreExplained() throws IOException {
    assertThat(scripted("exit 0\n", Map.of()).timeout()).isEqualTo(Duration.ofSeconds(60));
    List<String> problems =
        problems(
            build(
                "fence_test",
                Map.of(
                    "power-wiat", "1",
                    "password", "plain",
                    "timeout", "20",
                    "action", "off",
                    "plug", "a\naction=on")));
    assertThat(problems)
        .hasSize(5)
        .allMatch(p -> p.startsWith("ha.yaml:12:3: fence device 'bob-pdu': "));
    assertThat(String.join("\n", problems))
        .contains("did you mean 'power_wait'?", "password-file", "time with unit", "line break");
    assertThat(problems(build("fence_nothing", Map.of())).toString()).contains("fence-agents");
    assertThat(problems(build("ipmy", Map.of())).toString()).contains("no agent 'ipmy'");
  }

  @Test
  void programsThatOthersMayChangeAreRefused() throws IOException {
    assertThat(scripted("exit 0\n", Map.of()).id().value()).isEqualTo("bob-pdu");
    Files.setPosixFilePermissions(
        directory.resolve("fence_test"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(problems(build("fence_test", Map.of()))).isNotEmpty();
    Path link = directory.resolve("fence_test");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("/bin/true"));
    assertThat(problems(build("fence_test", Map.of()))).isNotEmpty();
    Files.delete(link);
  }

  @Test
  void hostileMetadataIsHarmless() {
    assertThat(MetadataReader.read("")).isEmpty();
    assertThat(MetadataReader.read("<resource-agent name='x'>")).isEmpty();
    assertThat(
            MetadataReader.read(
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
                    + "<resource-agent name='x' shortdesc='&e;'/>"))
        .isEmpty();
  }
}
