package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ha.agents.AgentContract;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code ocf:heartbeat:VirtualDomain} of Debian's package resource-agents, for machines of libvirt,
 * with a {@code virsh} that keeps a file for each machine on each host.
 */
class DebianVirtualDomainTest extends AgentContract {
  @BeforeAll
  static void installed() throws IOException {
    Needs.root();
    Needs.file("/usr/lib/ocf/resource.d/heartbeat/VirtualDomain", "resource-agents");
    assumeFalse(
        Files.readString(Path.of("/proc/1/comm")).startsWith("systemd"),
        "the script would change the units of this machine");
  }

  @Override
  protected Agents agents() {
    return new ScriptTree(directory).agents(Path.of("/usr/lib/ocf"));
  }

  @Override
  protected Calls prepare() throws IOException {
    // Beside our own programs, which scripts find before all others.
    ScriptTree.executable(
        directory.resolve("ocf-helpers/virsh"),
        """
        #!/bin/sh
        hosts=DIR/hosts
        echo "$*" >>DIR/asked
        while :; do
          case $1 in
            --connect=* | --quiet) shift ;;
            *) break ;;
          esac
        done
        command=$1
        shift
        case $command in
          uri) echo qemu:///system ;;
          create)
            name=$(sed -n 's,.*<name>\\(.*\\)</name>.*,\\1,p' "$1")
            mkdir -p "$hosts/here"
            echo running >"$hosts/here/$name"
            ;;
          domstate)
            cat "$hosts/here/$1" 2>/dev/null || {
              echo "error: failed to get domain '$1'"
              exit 1
            }
            ;;
          shutdown | destroy)
            rm "$hosts/here/$1" || { echo "error: failed to get domain '$1'"; exit 1; }
            ;;
          dominfo) printf 'CPU(s):         2\\nMax memory:     524288 KiB\\n' ;;
          list | dumpxml) ;;
          migrate)
            [ ! -e "$hosts/unwilling" ] || { echo "error: unable to connect"; exit 1; }
            mkdir -p "$hosts/there"
            mv "$hosts/here/web" "$hosts/there/web"
            ;;
          *) echo "error: unknown command: '$command'"; exit 1 ;;
        esac
        """
            .replace("DIR", directory.toString()));
    Files.writeString(
        directory.resolve("web.xml"),
        """
        <domain type='kvm'>
          <name>web</name>
          <memory unit='KiB'>524288</memory>
        </domain>
        """);
    return new Calls("ocf:heartbeat:VirtualDomain", "web").with(parameters());
  }

  private Map<String, String> parameters() {
    return new HashMap<>(
        Map.of(
            "config", directory.resolve("web.xml").toString(),
            "hypervisor", "qemu:///system",
            "migration_transport", "ssh"));
  }

  /** The script finds its machine by the configuration. */
  @Override
  protected Map<String, String> withoutConfiguration() {
    return parameters();
  }

  private boolean isOn(String host) {
    return Files.exists(directory.resolve("hosts").resolve(host).resolve("web"));
  }

  @Test
  void machineMovesWhileItRuns() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MIGRATE_TO)).isEqualTo(AgentResult.OK);
    assertThat(isOn("there")).isTrue();
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(Files.readString(directory.resolve("asked")))
        .contains("migrate --live")
        .contains("qemu+ssh://bob/system");
    assertThat(agent.describe())
        .isInstanceOfSatisfying(AgentMetadata.class, m -> assertThat(m.migratable()).isTrue());
  }

  @Test
  void failedMigrationLeavesItHere() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    Files.writeString(directory.resolve("hosts/unwilling"), "");
    assertThat(perform(Operation.MIGRATE_TO))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).contains("live migration to bob failed"));
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void capacitiesThatItFindsOutAreTold() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes)
        .containsEntry("utilization-cpu-web", "2")
        .containsEntry("utilization-hv_memory-web", "512");
  }
}
