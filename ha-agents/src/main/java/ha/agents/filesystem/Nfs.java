package ha.agents.filesystem;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.Durations;
import ha.agents.command.Pause;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NFS: a server that is not there lets mount(8) and umount(8) wait without end, so it is asked
 * first, and what was detached counts as stopped only when the kernel has let go of it.
 */
final class Nfs {
  private static final int PORT = 2049;
  private static final Duration ONE_TRY = Duration.ofSeconds(3);

  /** Left for saying why, before the deadline. */
  private static final Duration RESERVED = Duration.ofSeconds(1);

  private static final Pattern DEVICE = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(.+)");

  private Nfs() {}

  static boolean isType(String type) {
    return type.equals("nfs") || type.equals("nfs4");
  }

  /**
   * Where the server listens; empty where that cannot be told, as with UDP, several servers, or
   * version 3, whose port is asked for first.
   */
  static Optional<InetSocketAddress> server(String device, List<String> options) {
    Matcher parts = DEVICE.matcher(device);
    boolean elsewhere =
        options.stream()
            .anyMatch(
                o -> o.matches("udp6?|rdma|proto=(udp6?|rdma6?)|(nfs)?vers=[23](\\..*)?|v[23]"));
    if (!parts.matches() || (elsewhere && port(options).isEmpty())) {
      return Optional.empty();
    }
    String host = Optional.ofNullable(parts.group(1)).orElse(parts.group(2));
    return host.contains(",")
        ? Optional.empty()
        : Optional.of(InetSocketAddress.createUnresolved(host, port(options).orElse(PORT)));
  }

  private static Optional<Integer> port(List<String> options) {
    return options.stream()
        .filter(o -> o.matches("port=[0-9]{1,5}"))
        .map(o -> Integer.valueOf(o.substring("port=".length())))
        .filter(p -> p > 0 && p < 65_536)
        .findFirst();
  }

  /** What is missing before it can be mounted; waits for the server as long as there is time. */
  static Optional<AgentResult> missing(AgentCall call, FilesystemParameters p, Path system)
      throws InterruptedException {
    String helper = "mount." + p.type();
    if (!Files.exists(system.resolve("sbin").resolve(helper))
        && !Files.exists(system.resolve("usr/sbin").resolve(helper))) {
      return Optional.of(
          new Failed(
              Kind.NOT_INSTALLED, "there is no " + helper + " on this node; install nfs-common"));
    }
    Optional<InetSocketAddress> server = server(p.device(), p.optionList());
    if (server.isEmpty()) {
      return Optional.empty();
    }
    Pause pause = new Pause();
    while (true) {
      Optional<String> problem = knock(server.get(), call.remaining());
      if (problem.isEmpty()) {
        return Optional.empty();
      }
      if (call.remaining().compareTo(RESERVED) <= 0) {
        return Optional.of(
            AgentResult.failed(
                "the NFS server "
                    + server.get().getHostString()
                    + " did not answer on port "
                    + server.get().getPort()
                    + " within "
                    + Durations.text(call.timeout())
                    + ": "
                    + problem.get()));
      }
      pause.rest(call.remaining().minus(RESERVED));
    }
  }

  /** Connects once; empty if that succeeds. Finding the address may hang, so it is left behind. */
  private static Optional<String> knock(InetSocketAddress server, Duration left)
      throws InterruptedException {
    Duration patience = left.compareTo(ONE_TRY) < 0 ? left : ONE_TRY;
    AtomicReference<Optional<String>> said = new AtomicReference<>(Optional.of("no answer"));
    Thread asking =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              var address = new InetSocketAddress(server.getHostString(), server.getPort());
              try (Socket socket = new Socket()) {
                socket.connect(address, Math.max(1, Math.toIntExact(patience.toMillis())));
                said.set(Optional.empty());
              } catch (IOException | IllegalArgumentException e) {
                said.set(
                    Optional.of(
                        address.isUnresolved()
                            ? "its name has no address"
                            : String.valueOf(e.getMessage())));
              }
            });
    asking.join(patience.plusMillis(1));
    return said.get();
  }

  /**
   * Whether the kernel still holds what was mounted, and may write to it yet. Of what it does not
   * list nothing is known.
   *
   * @param device number of the file system, {@code 0:45}
   */
  static boolean isHeld(String device, Path proc) {
    for (String list : List.of("fs/nfsfs/volumes", "net/nfsfs/volumes")) {
      Path file = proc.resolve(list);
      if (Files.isReadable(file)) {
        try {
          return Files.readAllLines(file).stream()
              .anyMatch(line -> List.of(line.strip().split("\\s+")).contains(device));
        } catch (IOException e) {
          return true;
        }
      }
    }
    return true;
  }
}
