package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.MonoClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code ocf:heartbeat:IPaddr2} of Debian's package resource-agents, in a network namespace of its
 * own.
 */
class DebianAddressTest extends AgentContract {
  private static final String SCRIPT = "/usr/lib/ocf/resource.d/heartbeat/IPaddr2";
  private static final String NAMESPACE = "ha-agents-" + ProcessHandle.current().pid();

  private static boolean made;

  @BeforeAll
  static void makeNamespace() throws Exception {
    Needs.root();
    Needs.file(SCRIPT, "resource-agents");
    Needs.file("/usr/sbin/ip", "iproute2");
    ip("netns", "add", NAMESPACE);
    made = true;
    inside("ip", "link", "add", "eth9", "type", "veth", "peer", "name", "peer9");
    inside("ip", "link", "set", "peer9", "up");
    inside("ip", "link", "set", "eth9", "up");
    inside("ip", "link", "set", "lo", "up");
    inside("ip", "address", "add", "10.99.0.1/24", "dev", "eth9");
  }

  @AfterAll
  static void removeNamespace() throws Exception {
    if (made) {
      ip("netns", "delete", NAMESPACE);
    }
  }

  private static String ip(String... words) throws InterruptedException {
    List<String> arguments = new java.util.ArrayList<>(List.of("/usr/sbin/ip"));
    arguments.addAll(List.of(words));
    CommandOutcome outcome =
        Calls.runner()
            .run(
                Command.of(arguments, new TreeMap<>(Map.of("PATH", "/usr/sbin:/usr/bin"))),
                MonoClock.SYSTEM.now().plus(Duration.ofSeconds(30)));
    assertThat(outcome)
        .as(arguments.toString())
        .isInstanceOfSatisfying(
            CommandOutcome.Exited.class, e -> assertThat(e.code()).as(e.output()).isZero());
    return outcome.output();
  }

  private static String inside(String... words) throws InterruptedException {
    List<String> all = new java.util.ArrayList<>(List.of("netns", "exec", NAMESPACE));
    all.addAll(List.of(words));
    return ip(all.toArray(String[]::new));
  }

  /** The unchanged script, entered through one that goes into the namespace. */
  @Override
  protected Agents agents() {
    ScriptTree tree = new ScriptTree(directory);
    try {
      tree.write(
          "IPaddr2",
          "OCF_ROOT=/usr/lib/ocf; export OCF_ROOT\nexec ip netns exec "
              + NAMESPACE
              + " "
              + SCRIPT
              + " \"$@\"");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return tree.agents();
  }

  @Override
  protected Calls prepare() {
    return new Calls("ocf:test:IPaddr2", "address")
        .with(Map.of("ip", "10.99.0.77", "cidr_netmask", "24", "arp_count", "1"));
  }

  /** The address is what identifies it; the prefix length and the rest may be gone. */
  @Override
  protected Map<String, String> withoutConfiguration() {
    return Map.of("ip", "10.99.0.77");
  }

  @Test
  void addressAppearsAndDisappears() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(inside("ip", "-4", "address", "show", "dev", "eth9")).contains("10.99.0.77/24");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(inside("ip", "-4", "address", "show", "dev", "eth9")).doesNotContain("10.99.0.77");
  }

  @Test
  void nonsenseIsRefusedByTheScriptWithItsReason() throws Exception {
    calls.with(Map.of("ip", "not;an$(address)"));
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(AgentResult.Failed.class, f -> assertThat(f.reason()).isNotEmpty());
    calls.with(Map.of("ip", "10.99.0.77"));
  }
}
