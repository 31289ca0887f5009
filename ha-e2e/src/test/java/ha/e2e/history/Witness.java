package ha.e2e.history;

import ha.e2e.history.Happening.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A resource that must be active once, and tells the truth about itself: it takes an exclusive lock
 * as a virtual machine takes its disk, writes to a shared volume all the time, answers whoever
 * connects with the name of its node, and writes down when it began and ended.
 *
 * <p>Arguments: its name, directory of the cluster, address, port. Its node is the directory below
 * that of the cluster which its output goes to.
 */
public final class Witness {
  private static final int DOUBLED = 3;
  private static final int BEAT_MS = 25;
  private static final long NANOS_PER_TICK = 10_000_000;

  private final String resource;
  private final String node;
  private final long pid = ProcessHandle.current().pid();
  private final SharedStorage storage;
  private boolean begun;
  private boolean ended;

  private Witness(String resource, Path cluster) throws IOException {
    this.resource = resource;
    this.storage = new SharedStorage(cluster.resolve("shared"));
    Path output = Files.readSymbolicLink(Path.of("/proc/self/fd/1"));
    this.node = cluster.toRealPath().relativize(output).getName(0).toString();
  }

  /** Serves until it is told to end. */
  public static void main(String[] args) throws IOException {
    Witness witness = new Witness(args[0], Path.of(args[1]));
    try (FileChannel disk =
        FileChannel.open(
            witness.storage.lock(args[0]),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> witness.end(disk)));
      witness.begin();
      FileLock lock = disk.tryLock();
      if (lock == null) {
        witness.say(Kind.DOUBLED, System.nanoTime(), "");
        System.exit(DOUBLED);
      }
      witness.serve(args[2], Integer.parseInt(args[3]));
    }
  }

  /**
   * When the kernel began this process, at most a tick (10 ms) late; proc_pid_stat(5), field 22.
   */
  private static long launchedNanos() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[19]);
    return Math.min((ticks + 1) * NANOS_PER_TICK, System.nanoTime());
  }

  private void say(Kind kind, long nanos, String detail) {
    storage.history().add(new Happening(nanos, kind, node, resource, pid, detail));
  }

  private void serve(String address, int port) throws IOException {
    try (ServerSocket server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 50);
      server.setSoTimeout(BEAT_MS);
      say(Kind.START_END, System.nanoTime(), "");
      while (write()) {
        try (Socket client = server.accept()) {
          client.getOutputStream().write((node + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (SocketTimeoutException e) {
          // Nobody asked in this beat.
        }
      }
    }
  }

  private synchronized boolean write() throws IOException {
    if (!ended) {
      storage.volume(resource).write(pid);
    }
    return !ended;
  }

  private synchronized void begin() throws IOException {
    if (!ended) {
      begun = true;
      say(Kind.LAUNCHED, launchedNanos(), "");
      say(Kind.START_BEGIN, System.nanoTime(), "");
    }
  }

  private synchronized void end(FileChannel disk) {
    ended = true;
    if (!begun) {
      return;
    }
    say(Kind.STOP_BEGIN, System.nanoTime(), "");
    try {
      disk.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the disk of " + resource + " cannot be let go", e);
    }
    say(Kind.STOP_END, System.nanoTime(), "");
  }
}
