package ha.agents.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.net.Namespace;
import ha.agents.net.PacketSocket;
import ha.model.Term;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With a cable to a neighbour, both in network namespaces of their own. */
@Tag(Namespace.TAG)
class IpAgentTest extends AgentContract {
  private static final String ADDRESS = "10.99.0.77";
  private static final String ADDRESS6 = "fd99::77";
  private static final String STALE = "02:00:00:00:00:99";

  private static Optional<Namespace> here = Optional.empty();
  private static Optional<Namespace> there = Optional.empty();

  @BeforeAll
  static void connect() throws InterruptedException {
    here = Optional.of(Namespace.make("here"));
    there = Optional.of(Namespace.make("there"));
    here()
        .ip("link", "add", "eth9", "type", "veth", "peer", "name", "far9", "netns", there().name());
    here().ip("link", "add", "eth8", "type", "veth", "peer", "name", "far8");
    for (String link : List.of("eth9", "eth8", "far8")) {
      here().ip("link", "set", link, "up");
    }
    there().ip("link", "set", "far9", "up");
    here().ip("address", "add", "10.99.0.1/24", "dev", "eth9");
    here().ip("-6", "address", "add", "fd99::1/64", "dev", "eth9", "nodad");
    there().ip("address", "add", "10.99.0.2/24", "dev", "far9");
    there().ip("-6", "address", "add", "fd99::2/64", "dev", "far9", "nodad");
  }

  @AfterAll
  static void disconnect() throws InterruptedException {
    if (here.isPresent()) {
      here().remove();
    }
    if (there.isPresent()) {
      there().remove();
    }
  }

  private static Namespace here() {
    return here.orElseThrow();
  }

  private static Namespace there() {
    return there.orElseThrow();
  }

  @Override
  protected Agents agents() {
    return Agents.of(List.of(here().agents(new IpProvider())), Calls.agents(directory).settings());
  }

  @Override
  protected Calls prepare() {
    return new Calls("ip", "address").with(Map.of("address", ADDRESS, "duplicate-check", "30ms"));
  }

  @Override
  protected Map<String, String> withoutConfiguration() {
    return Map.of("address", ADDRESS);
  }

  private void given(String... namesAndValues) {
    Map<String, String> given = new HashMap<>(Map.of("address", ADDRESS));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    calls.with(given);
  }

  @AfterEach
  void giveBack() throws Exception {
    given("address", ADDRESS6);
    perform(Operation.STOP);
    given();
    perform(Operation.STOP);
  }

  private static List<byte[]> heard(PacketSocket socket) throws java.io.IOException {
    List<byte[]> heard = new ArrayList<>();
    Optional<byte[]> next = socket.receive();
    while (next.isPresent()) {
      heard.add(next.get());
      next = socket.receive();
    }
    return heard;
  }

  private static PacketSocket listening(int protocol) throws InterruptedException {
    int index = there().index("far9");
    return there().inside(() -> PacketSocket.open(protocol, index));
  }

  private static String arp(int operation, String hardware) {
    String address = "0a63004d";
    String to = operation == 1 ? "000000000000" : hardware;
    return "000108000604000" + operation + hardware + address + to + address;
  }

  @Test
  void findsInterfaceAndPrefixAndSetsLabelAndRoutes() throws Exception {
    given("label", "eth9:web", "routes", "10.98.0.0/16 via 10.99.0.2, 10.97.0.0/16");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(here().ip("address", "show", "dev", "eth9"))
        .contains("10.99.0.77/24 brd 10.99.0.255 scope global secondary eth9:web");
    assertThat(here().ip("route")).contains("10.98.0.0/16 via 10.99.0.2 dev eth9 src 10.99.0.77");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(here().ip("route")).doesNotContain("10.98").doesNotContain("10.97");
  }

  @Test
  void neighbourHearsOfItAndCorrectsWhatItKnew() throws Exception {
    there().ip("neigh", "replace", ADDRESS, "lladdr", STALE, "dev", "far9", "nud", "stale");
    try (PacketSocket ears = listening(PacketSocket.ARP)) {
      assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
      String ours = here().hardware("eth9").replace(":", "");
      List<String> all = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> {
            heard(ears).forEach(p -> all.add(HexFormat.of().formatHex(p)));
            assertThat(all).contains(arp(1, ours), arp(2, ours));
            assertThat(all.stream().filter(arp(1, ours)::equals).count()).isEqualTo(5);
          });
    }
    assertThat(there().ip("neigh", "show", ADDRESS)).contains(here().hardware("eth9"));
  }

  @Test
  void newTermIsReasonToTellAgain() throws Exception {
    given("announcements", "1");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    String ours = here().hardware("eth9").replace(":", "");
    try (PacketSocket ears = listening(PacketSocket.ARP)) {
      assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
      assertThat(heard(ears)).isEmpty();
      calls.in(new Term(7));
      assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
      await()
          .untilAsserted(() ->
              assertThat(heard(ears))
                  .extracting(p -> HexFormat.of().formatHex(p))
                  .contains(arp(1, ours)));
    }
  }

  @Test
  void addressOfAnotherMachineIsRefusedAndItsHolderNamed() throws Exception {
    there().ip("address", "add", ADDRESS + "/24", "dev", "far9");
    try {
      given("duplicate-check", "3s");
      assertThat(perform(Operation.START))
          .isInstanceOfSatisfying(
              Failed.class,
              f ->
                  assertThat(f.reason())
                      .contains("another machine has " + ADDRESS)
                      .matches(".*[0-9a-f:]{17}"));
      assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    } finally {
      there().ip("address", "del", ADDRESS + "/24", "dev", "far9");
    }
  }

  @Test
  void sixIsTakenAndAnnouncedToo() throws Exception {
    there().ip("-6", "neigh", "replace", ADDRESS6, "lladdr", STALE, "dev", "far9", "nud", "stale");
    given("address", ADDRESS6);
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(here().ip("-6", "address", "show", "dev", "eth9"))
        .contains(ADDRESS6 + "/64")
        .doesNotContain("tentative");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(there().ip("-6", "neigh", "show", ADDRESS6))
                .contains(here().hardware("eth9")));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void sixOfAnotherMachineIsFoundByTheKernel() throws Exception {
    there().ip("-6", "address", "add", ADDRESS6 + "/64", "dev", "far9", "nodad");
    try {
      given("address", ADDRESS6);
      assertThat(perform(Operation.START).reason()).contains("another machine has fd99");
      assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    } finally {
      there().ip("-6", "address", "del", ADDRESS6 + "/64", "dev", "far9");
    }
  }

  @Test
  void addressElsewhereOnThisMachineIsNeitherStoppedNorRight() throws Exception {
    here().ip("address", "add", ADDRESS + "/32", "dev", "eth8");
    given("interface", "eth9");
    assertThat(perform(Operation.MONITOR).reason()).contains("eth8, not on eth9");
    assertThat(perform(Operation.START)).isInstanceOf(Failed.class);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void cutCableIsAFailure() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    there().ip("link", "set", "far9", "down");
    try {
      assertThat(perform(Operation.MONITOR).reason()).contains("no carrier");
      given("carrier", "false");
      assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    } finally {
      there().ip("link", "set", "far9", "up");
      there().ip("-6", "address", "replace", "fd99::2/64", "dev", "far9", "nodad");
    }
  }

  @Test
  void othersOfTheSameNetworkStayWhenTheFirstGoes() throws Exception {
    given("address", "10.96.0.1", "prefix", "24", "interface", "eth8");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    here().ip("address", "add", "10.96.0.2/24", "dev", "eth8");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(here().ip("address", "show", "dev", "eth8")).contains("10.96.0.2/24");
    here().ip("address", "del", "10.96.0.2/24", "dev", "eth8");
  }

  @Test
  void wrongParametersAreNamed() throws Exception {
    given("interface", "nonesuch");
    assertThat(perform(Operation.START).reason()).contains("nonesuch");
    given("address", "10.1.2.3");
    assertThat(perform(Operation.START).reason()).contains("'interface'");
    given("address", "www.example.org");
    assertThat(perform(Operation.START).reason()).contains("'address'");
    given("prefix", "33");
    assertThat(perform(Operation.START).reason()).contains("'prefix'");
    given("routes", "10.0.0.0/8 through the wall");
    assertThat(perform(Operation.START).reason()).contains("'routes'");
  }
}
