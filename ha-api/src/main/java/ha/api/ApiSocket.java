package ha.api;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Where the daemon's socket is, and who is at the other end of it. */
public final class ApiSocket {
  /** Where {@code had} listens unless told otherwise. */
  public static final Path DEFAULT = Path.of("/run/had/api.sock");

  /** Environment variable that names another socket. */
  public static final String VARIABLE = "HACTL_SOCKET";

  /** Longest path that Linux takes for a Unix socket, in bytes (unix(7), less the final zero). */
  public static final int LONGEST_PATH = 107;

  private ApiSocket() {}

  /** The socket to use: as given, else by {@link #VARIABLE}, else {@link #DEFAULT}. */
  public static Path locate(Optional<Path> given, Map<String, String> environment) {
    String variable = environment.getOrDefault(VARIABLE, "");
    return given.orElseGet(() -> variable.isEmpty() ? DEFAULT : Path.of(variable));
  }

  /** User and group of the process at the other end, as the kernel recorded them. */
  public static UnixDomainPrincipal peer(SocketChannel channel) throws IOException {
    return channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
  }

  /** Whether the other end runs as root or as the user of this process. */
  static boolean peerIsTrusted(SocketChannel channel) throws IOException {
    UserPrincipal peer = peer(channel).user();
    return peer.equals(Files.getOwner(Path.of("/proc/1/status")))
        || peer.equals(Files.getOwner(Path.of("/proc/self/status")));
  }
}
