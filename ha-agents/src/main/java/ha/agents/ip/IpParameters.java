package ha.agents.ip;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.IpAddress;
import ha.agents.Operation;
import ha.agents.ParameterValues;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parameters of an {@code ip}, read.
 *
 * @param announcements how often in all
 * @param duplicateCheck how long to ask for others that have the address; zero: not at all
 */
record IpParameters(
    InetAddress address,
    Optional<Integer> prefix,
    Optional<String> link,
    Optional<String> label,
    List<IpRoute> routes,
    int announcements,
    Duration duplicateCheck,
    boolean carrier) {
  /** Names of interfaces: IFNAMSIZ of Linux less the final NUL, without a slash or white space. */
  private static final Pattern INTERFACE = Pattern.compile("[^-\\s/][^\\s/]{0,14}");

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "ip",
          "1",
          "an address that moves between nodes",
          "Adds an IPv4 or IPv6 address to an interface, after asking whether somebody else has it,"
              + " and tells the neighbours; again after each change of the cluster's membership.",
          List.of(
              Parameter.required("address", AgentMetadata.Type.ADDRESS, "the address, in figures")
                  .unique("address"),
              Parameter.optional(
                  "prefix",
                  AgentMetadata.Type.INTEGER,
                  Optional.empty(),
                  "length of the network's prefix; if not given, that of the network it is in"),
              Parameter.optional(
                  "interface",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "such as eth0; if not given, the one that is in the address's network"),
              Parameter.optional(
                  "label",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "name of the address in old tools (IPv4), such as eth0:web"),
              Parameter.optional(
                  "routes",
                  AgentMetadata.Type.STRING,
                  Optional.empty(),
                  "routes that use the address as their source:"
                      + " '10.8.0.0/16 via 10.0.0.1, 10.9.0.0/16'"),
              Parameter.optional(
                  "announcements",
                  AgentMetadata.Type.INTEGER,
                  Optional.of("5"),
                  "how often the neighbours are told, 300 ms apart"),
              Parameter.optional(
                  "duplicate-check",
                  AgentMetadata.Type.DURATION,
                  Optional.of("300ms"),
                  "how long others are asked for the address before it is taken; 0: not at all."
                      + " IPv6: whether to wait for the kernel's own check"),
              Parameter.optional(
                  "carrier",
                  AgentMetadata.Type.BOOLEAN,
                  Optional.of("true"),
                  "whether an interface without a carrier counts as broken")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(20)),
              Action.of(Operation.STOP, Duration.ofSeconds(20)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(20))),
          List.of());

  /**
   * Reads a call's parameters.
   *
   * @throws IllegalArgumentException that says which one is wrong
   */
  static IpParameters of(AgentCall call) {
    ParameterValues values = ParameterValues.of(METADATA, call);
    InetAddress address = IpAddress.parse(values.need("address")).orElseThrow();
    boolean old = address instanceof Inet4Address;
    Optional<String> label = values.text("label");
    if (label.filter(l -> !INTERFACE.matcher(l).matches() || !old).isPresent()) {
      throw new IllegalArgumentException(
          old
              ? "parameter 'label': expected at most 15 characters, such as eth0:web"
              : "parameter 'label': an IPv6 address has no label");
    }
    return new IpParameters(
        address,
        values.text("prefix").map(text -> prefix(text, old ? 32 : 128)),
        values.text("interface").map(IpParameters::link),
        label,
        routes(values.text("routes").orElse("")),
        Math.clamp(values.integer("announcements"), 0, 1000),
        values.duration("duplicate-check"),
        values.flag("carrier"));
  }

  private static int prefix(String text, int most) {
    long length = Long.parseLong(text.strip());
    if (length < 1 || length > most) {
      throw new IllegalArgumentException(
          "parameter 'prefix': expected a length from 1 to " + most + ", got " + length);
    }
    return (int) length;
  }

  private static String link(String name) {
    if (!INTERFACE.matcher(name).matches()) {
      throw new IllegalArgumentException("parameter 'interface': no interface has such a name");
    }
    return name;
  }

  private static List<IpRoute> routes(String text) {
    List<IpRoute> routes = new ArrayList<>();
    for (String route : text.split(",", -1)) {
      if (!route.isBlank()) {
        routes.add(IpRoute.parse(route.strip()));
      }
    }
    return List.copyOf(routes);
  }

  /** The family's option of ip(8). */
  static String family(InetAddress address) {
    return address instanceof Inet4Address ? "-4" : "-6";
  }

  /** The address with the length that names it alone. */
  static String alone(InetAddress address) {
    return address.getHostAddress() + (address instanceof Inet4Address ? "/32" : "/128");
  }
}
