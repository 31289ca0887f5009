package ha.api;

import ha.api.ApiError.Kind;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Asks the daemon on this machine.
 *
 * <p>One connection a request, so that there is no state to go stale. Thread-safe.
 */
public final class ApiClient {
  private static final int LARGEST_ANSWER = 64 << 20;

  private final Path socket;
  private final Duration deadline;

  /**
   * Uses {@code socket}; opens nothing yet.
   *
   * @param deadline for one request from connecting to the last byte of the answer
   */
  public ApiClient(Path socket, Duration deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  /** Asks, and waits for the answer. */
  public <Q extends Record, A> Reply<A> call(Endpoint<Q, A> endpoint, Q request) {
    return call(endpoint, request, Duration.ZERO);
  }

  /** As {@link #call(Endpoint, Record)}, with a deadline later by {@code grace}. */
  public <Q extends Record, A> Reply<A> call(Endpoint<Q, A> endpoint, Q request, Duration grace) {
    try {
      HttpAnswer answer = exchange(HttpRequest.bytes(endpoint, request), deadline.plus(grace));
      return read(endpoint, answer);
    } catch (ClientFailure e) {
      return new Reply.Failed<>(e.error());
    } catch (IOException e) {
      return new Reply.Failed<>(broken(String.valueOf(e.getMessage())));
    }
  }

  private HttpAnswer exchange(byte[] request, Duration limit) throws IOException, ClientFailure {
    long end = System.nanoTime() + limit.toNanos();
    try (SocketChannel channel = connect();
        Selector selector = Selector.open()) {
      if (!ApiSocket.peerIsTrusted(channel)) {
        throw new ClientFailure(
            new ApiError(
                Kind.DENIED,
                "the socket is served by user '" + ApiSocket.peer(channel).user().getName() + "'",
                socket.toString(),
                "root, or the user of this command",
                "name the daemon's socket with --socket PATH or " + ApiSocket.VARIABLE));
      }
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        await(selector, end, limit);
        if (channel.write(out) < 0) {
          throw new IOException("the daemon closed the connection");
        }
      }
      key.interestOps(SelectionKey.OP_READ);
      HttpAnswer answer = new HttpAnswer(LARGEST_ANSWER);
      ByteBuffer in = ByteBuffer.allocate(1 << 16);
      while (!answer.complete()) {
        await(selector, end, limit);
        boolean ended = channel.read(in) < 0;
        in.flip();
        answer.take(in, ended);
        in.clear();
      }
      return answer;
    }
  }

  private void await(Selector selector, long end, Duration limit)
      throws IOException, ClientFailure {
    long leftMillis = (end - System.nanoTime() + 999_999) / 1_000_000;
    if (leftMillis <= 0 || selector.select(leftMillis) == 0) {
      throw new ClientFailure(
          new ApiError(
              Kind.UNREACHABLE,
              "the daemon did not answer within " + limit.toMillis() + " ms",
              socket.toString(),
              "",
              "look at its log: journalctl -u had"));
    }
    selector.selectedKeys().clear();
  }

  private SocketChannel connect() throws IOException, ClientFailure {
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > ApiSocket.LONGEST_PATH) {
      throw new ClientFailure(
          new ApiError(
              Kind.USAGE,
              "the path of the socket has " + length + " bytes",
              socket.toString(),
              "at most " + ApiSocket.LONGEST_PATH,
              "use a shorter path"));
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw new ClientFailure(notConnected(e));
    }
  }

  private ApiError notConnected(IOException e) {
    if (e instanceof AccessDeniedException || String.valueOf(e.getMessage()).contains("denied")) {
      return new ApiError(
          Kind.DENIED,
          "this user may not talk to the daemon",
          socket.toString(),
          "",
          "run it as root, or join the socket's group");
    }
    String cause =
        Files.exists(socket) ? "nobody listens on the daemon's socket" : "there is no daemon here";
    return new ApiError(
        Kind.UNREACHABLE,
        cause,
        socket.toString(),
        "",
        "start it: systemctl start had; or name another socket with --socket PATH or "
            + ApiSocket.VARIABLE);
  }

  private <Q extends Record, A> Reply<A> read(Endpoint<Q, A> endpoint, HttpAnswer answer) {
    try {
      if (answer.status() == 200) {
        return new Reply.Done<>(ApiJson.read(answer.body(), endpoint.answer()));
      }
      return new Reply.Failed<>(ApiJson.read(answer.body(), ApiError.class));
    } catch (IllegalArgumentException e) {
      return new Reply.Failed<>(
          broken("status " + answer.status() + " with an answer that is " + e.getMessage()));
    }
  }

  private ApiError broken(String how) {
    return new ApiError(
        Kind.UNREACHABLE,
        "the conversation with the daemon broke: " + how,
        socket.toString(),
        "",
        "are hactl and had of the same release? look at its log: journalctl -u had");
  }

  /** Carries an error to the one place that returns it. */
  private static final class ClientFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ApiError error;

    ClientFailure(ApiError error) {
      super(error.message(), null, false, false);
      this.error = error;
    }

    ApiError error() {
      return error;
    }
  }
}
