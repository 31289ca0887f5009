package ha.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.definition.Definitions;
import org.junit.jupiter.api.Test;

final class AddressesTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final NodeName CAROL = new NodeName("carol");
  private static final String NODES =
      """
      nodes:
        alice: {links: [127.0.0.1], fence: [pdu]}
        bob: {links: [127.0.0.2], fence: [pdu]}
      fence-devices:
        pdu: {agent: fence_dummy}
      """;

  private static Definitions read(String yaml) {
    return Definers.recorded(yaml).orElseThrow();
  }

  private static Definitions with(String cluster, String nodes) {
    return read("cluster: {" + cluster + "}\n" + nodes);
  }

  private final Addresses began = Addresses.at(with("name: test, port: 7000", NODES), ALICE);

  @Test
  void listensOnItsOwnAndKnowsTheOthers() {
    assertThat(began.own()).hasToString("[/127.0.0.1:7000]");
    assertThat(began.peers()).containsOnlyKeys(BOB);
    assertThat(began.needRestart()).isEmpty();
  }

  @Test
  void followsNodesThatComeAndGo() {
    String three =
        NODES.replace(
            "fence-devices", "  carol: {links: [127.0.0.3], fence: [pdu]}\nfence-devices");

    Addresses grown = began.after(with("name: test, port: 7000", three));
    Addresses shrunk = grown.after(with("name: test, port: 7000", NODES));

    assertThat(grown.peers()).containsOnlyKeys(BOB, CAROL);
    assertThat(grown.needRestart()).isEmpty();
    assertThat(shrunk.peers()).containsOnlyKeys(BOB);
  }

  @Test
  void keepsThePortUntilRestarted() {
    Addresses next = began.after(with("name: test, port: 7100", NODES));

    assertThat(next.peers()).isEqualTo(began.peers());
    assertThat(next.needRestart()).anyMatch(s -> s.contains("7100") && s.contains("7000"));
  }

  @Test
  void keepsLinksUntilRestarted() {
    Addresses next =
        began.after(with("name: test, port: 7000", NODES.replace("127.0.0.2", "127.0.0.9")));

    assertThat(next.peers()).isEqualTo(began.peers());
    assertThat(next.needRestart())
        .singleElement()
        .asString()
        .contains("links of bob")
        .contains("stop had on all nodes");
  }
}
