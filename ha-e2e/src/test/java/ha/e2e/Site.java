package ha.e2e;

import ha.e2e.history.SharedStorage;
import ha.e2e.history.Witness;
import ha.fencing.disk.FenceDisk;
import ha.membership.links.KeyFile;
import ha.membership.links.LinksException;
import ha.model.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a cluster lives on this machine: its directory, addresses and ports, and its files. */
record Site(
    Path root,
    List<String> nodes,
    int linkPort,
    List<Integer> bmcPorts,
    int webPort,
    Fencing fencing) {
  static final String WEB = "web";
  static final String WEB_ADDRESS = "127.77.4.1";

  /** Slow, so that a machine which runs many other things is not taken for a dead one. */
  private static final String TIMES =
      "heartbeat: 200ms, lease: 3200ms, detection: 4s, fence-timeout: ";

  private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");

  /** How nodes are fenced. */
  enum Fencing {
    /** Each has a BMC. */
    BMC,
    /** Each has a BMC that OpenIPMI's simulator plays. */
    IPMI_SIM,
    /** Each has a watchdog of its own, and nothing else. */
    WATCHDOG,
    /** Each has a watchdog of its own and a slot on a shared disk. */
    DISK,
    /** As {@link #DISK}, and the disk is a block device. */
    LOOP_DISK,
    /** Each has a BMC but the last, which is a witness. */
    WITNESS
  }

  static Site create(int count, Fencing fencing) {
    try {
      Site site =
          new Site(
              Files.createTempDirectory("ha-e2e-").toRealPath(),
              NAMES.subList(0, count),
              freeUdpPort("127.77.1.1"),
              Stream.generate(() -> freeUdpPort("127.77.3.1")).limit(count).toList(),
              freeTcpPort(),
              fencing);
      site.prepare();
      return site;
    } catch (IOException | LinksException e) {
      throw new IllegalStateException("no place for a cluster", e);
    }
  }

  private void prepare() throws IOException, LinksException {
    Files.createDirectories(root.resolve("shared"));
    Files.createDirectories(root.resolve("secrets"));
    KeyFile.create(root.resolve("key"));
    for (String node : nodes) {
      Files.createDirectories(directory(node));
      Files.createFile(
          password(node),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(password(node), secret(node));
      writeConfig(node, node, "../key", "../cluster.yaml");
    }
    if (sharesDisk()) {
      Path image = root.resolve("fence-disk");
      Files.write(image, new byte[1 << 20]);
      if (fencing == Fencing.LOOP_DISK) {
        Files.writeString(loop(), Loops.attach(image));
      }
      List<NodeName> names = nodes.stream().map(NodeName::new).toList();
      FenceDisk.create(disk(), "e2e", names, Duration.ofSeconds(5), Instant.now());
    }
    Files.writeString(root.resolve("cluster.yaml"), definitions(""));
  }

  /** Node-local file of the daemon that lives in the directory {@code where}. */
  void writeConfig(String where, String name, String key, String clusterFile) throws IOException {
    Files.createDirectories(directory(where));
    Files.writeString(
        config(where),
        """
        node: %s
        state-directory: state
        run-directory: run
        key-file: %s
        cluster-file: %s
        """
                .formatted(name, key, clusterFile)
            + (fencing == Fencing.WATCHDOG || sharesDisk()
                ? "watchdog: watchdog\nwatchdog-timeout: " + PipeWatchdog.SECONDS + "s\n"
                : ""));
  }

  /**
   * The definitions: a service that must be active once, one copy of something on each node, and
   * one that is promoted on one of them.
   *
   * @param more lines at the end of the resources
   */
  String definitions(String more) {
    return definitions("e2e", nodes, more);
  }

  String definitions(String cluster, List<String> members, String more) {
    StringBuilder text = new StringBuilder();
    text.append(
        "cluster: {name: %s, port: %d, %s}\nnodes:\n"
            .formatted(cluster, linkPort, TIMES + fenceTimeout()));
    for (String node : members) {
      String part =
          fencing == Fencing.WITNESS && node.equals(nodes.getLast())
              ? "kind: witness"
              : "fence: [%s]".formatted(device(node));
      text.append(
          "  %s: {links: [%s, %s], %s}\n"
              .formatted(node, address(1, node), address(2, node), part));
    }
    text.append("fence-devices:\n").append(devices(members));
    text.append(
        """
        resources:
          web:
            agent: process
            with: {command: "%s", ready: "tcp:%s:%d"}
            operations: {monitor: {interval: 2s, timeout: 20s}, start: {timeout: 60s}, stop: {timeout: 60s}}
          cache: {agent: dummy, clone: true}
          store: {agent: stateful, promotable: {promoted-max: 1}, interleave: true}
        """
            .formatted(command(), WEB_ADDRESS, webPort));
    return text + more;
  }

  /** A message on a disk needs its time. */
  private String fenceTimeout() {
    return sharesDisk() ? "60s" : "10s";
  }

  private boolean sharesDisk() {
    return fencing == Fencing.DISK || fencing == Fencing.LOOP_DISK;
  }

  /** File with the name of the loop device. */
  private Path loop() {
    return root.resolve("loop-device");
  }

  Path disk() {
    return fencing == Fencing.LOOP_DISK ? Path.of(read(loop())) : root.resolve("fence-disk");
  }

  private String device(String node) {
    return switch (fencing) {
      case BMC, IPMI_SIM, WITNESS -> node + "-bmc";
      case WATCHDOG -> "self";
      case DISK, LOOP_DISK -> "shared";
    };
  }

  private String devices(List<String> members) {
    return switch (fencing) {
      case BMC, IPMI_SIM, WITNESS ->
          members.stream()
              .filter(node -> fencing != Fencing.WITNESS || !node.equals(nodes.getLast()))
              .map(node ->
                  "  %s-bmc: {agent: ipmi, address: %s, port: %d, user: ha, password-file: secrets/%s}\n"
                      .formatted(node, bmcAddress(), bmcPorts.get(nodes.indexOf(node)), node))
              .collect(Collectors.joining());
      case WATCHDOG -> "  self: {agent: watchdog}\n";
      case DISK, LOOP_DISK -> "  shared: {agent: disk, device: %s}\n".formatted(disk());
    };
  }

  private String command() {
    return String.join(
        " ",
        System.getProperty("java.home") + "/bin/java",
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx24m -Xshare:auto -XX:-UsePerfData",
        "-cp",
        Path.of(Witness.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString(),
        Witness.class.getName(),
        WEB,
        root.toString(),
        WEB_ADDRESS,
        Integer.toString(webPort));
  }

  String address(int link, String node) {
    return "127.77." + link + "." + (nodes.indexOf(node) + 1);
  }

  static String bmcAddress() {
    return "127.77.3.1";
  }

  SharedStorage storage() {
    return new SharedStorage(root.resolve("shared"));
  }

  Path directory(String node) {
    return root.resolve(node);
  }

  Path config(String node) {
    return directory(node).resolve("had.yaml");
  }

  Path log(String node) {
    return directory(node).resolve("had.log");
  }

  Path socket(String node) {
    return directory(node).resolve("run/api.sock");
  }

  Path watchdog(String node) {
    return directory(node).resolve("watchdog");
  }

  /** The password of a node's BMC; a word that occurs nowhere else. */
  static String secret(String node) {
    return "canary-" + node + "-q7Zk";
  }

  Path password(String node) {
    return root.resolve("secrets").resolve(node);
  }

  String logs() {
    return Stream.concat(nodes.stream(), Stream.of(Stranger.WHERE))
        .map(n -> "---- " + n + "\n" + text(n))
        .collect(Collectors.joining());
  }

  String text(String node) {
    return Files.exists(log(node)) ? read(log(node)) : "";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    if (fencing == Fencing.LOOP_DISK) {
      Loops.detach(disk().toString());
    }
    delete(root);
  }

  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }

  private static int freeUdpPort(String address) {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(WEB_ADDRESS))) {
      return socket.getLocalPort();
    }
  }
}
