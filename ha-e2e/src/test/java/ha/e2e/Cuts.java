package ha.e2e;

import ha.e2e.history.Happening;
import ha.e2e.history.Happening.Kind;
import java.nio.file.Path;
import java.util.List;

/**
 * Cuts links: datagrams of this cluster's port from one loopback address to another vanish without
 * a trace. The rules are in a table of their own and touch nothing else; closing removes it.
 */
final class Cuts implements AutoCloseable {
  private static final Path NFT = Path.of("/usr/sbin/nft");

  private final Site site;
  private final String table;
  private final Thread atExit = Thread.ofPlatform().unstarted(this::remove);

  private Cuts(Site site) {
    this.site = site;
    this.table = "ha_e2e_" + site.linkPort();
  }

  /** Skips the test where links cannot be cut. */
  static Cuts none(Site site) {
    Needs.root();
    Needs.program(NFT, "nftables");
    Cuts cuts = new Cuts(site);
    Tool.Result made =
        Tool.feed(
            "add table inet %1$s\nadd chain inet %1$s in { type filter hook input priority 0; }\n"
                .formatted(cuts.table),
            NFT.toString(),
            "-f",
            "-");
    if (made.exitCode() != 0) {
      Needs.missing("links cannot be cut here: " + made.said());
    }
    Runtime.getRuntime().addShutdownHook(cuts.atExit);
    return cuts;
  }

  /** Nothing of {@code from} arrives at {@code to} over any of these links (1 and 2). */
  void oneWay(String from, String to, List<Integer> links) {
    StringBuilder rules = new StringBuilder();
    for (int link : links) {
      rules.append(
          "add rule inet %s in ip saddr %s ip daddr %s udp dport %d drop\n"
              .formatted(table, site.address(link, from), site.address(link, to), site.linkPort()));
    }
    Tool.mustRun(rules.toString(), NFT.toString(), "-f", "-");
    tell(from + " is not heard by " + to + " over links " + links);
  }

  /** No datagram passes between the two. */
  void between(String one, String other) {
    oneWay(one, other, List.of(1, 2));
    oneWay(other, one, List.of(1, 2));
  }

  void heal() {
    Tool.mustRun("flush chain inet " + table + " in\n", NFT.toString(), "-f", "-");
    tell("links are whole");
  }

  private void tell(String what) {
    site.storage().history().add(Happening.of(System.nanoTime(), Kind.NOTE, "-", what));
  }

  private void remove() {
    Tool.feed("delete table inet " + table + "\n", NFT.toString(), "-f", "-");
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    remove();
  }
}
