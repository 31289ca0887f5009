package ha.daemon.server;

import ha.api.ApiError;
import ha.api.ApiSocket;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API. Its threads only wait; the work is done by the loop. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int LONGEST_BODY_BYTES = 4 << 20;
  private static final int THREADS = 24;
  private static final long LONGEST_SKIP_BYTES = 64L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Server server;
  private final Path socket;

  private ApiServer(Server server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /**
   * Begins to listen.
   *
   * @param socket created, or taken over from a daemon that is gone; mode 0600
   * @param node name appended to callers' user names
   * @param loop answers a call
   * @throws IOException if the socket cannot be made; the message says why
   */
  public static ApiServer start(
      Path socket, String node, Function<ApiCall, CompletableFuture<ApiReply>> loop)
      throws IOException {
    return start(socket, node, loop, PATIENCE);
  }

  /** As {@link #start(Path, String, Function)}, with another patience with the loop. */
  static ApiServer start(
      Path socket,
      String node,
      Function<ApiCall, CompletableFuture<ApiReply>> loop,
      Duration patience)
      throws IOException {
    checkPlace(socket);
    Files.deleteIfExists(socket);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setName("api");
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    UnixDomainServerConnector connector =
        new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setUnixDomainPath(socket);
    connector.setIdleTimeout(PATIENCE.multipliedBy(2).toMillis());
    server.addConnector(connector);
    server.setHandler(new Door(node, loop, patience));
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("cannot listen on " + socket + ": " + e.getMessage(), e);
    }
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    return new ApiServer(server, socket);
  }

  private static void checkPlace(Path socket) throws IOException {
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > ApiSocket.LONGEST_PATH) {
      throw new IOException(
          "the path of the API's socket has "
              + length
              + " bytes, Linux takes "
              + ApiSocket.LONGEST_PATH
              + " at most: "
              + socket
              + "; choose a shorter 'socket' in the configuration file");
    }
    Path directory = socket.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new IOException(
          "there is no directory for the API's socket " + socket + "; make it, or change 'socket'");
    }
    if (Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
      LOG.warn("every user may write into {}, where the API's socket is: chmod o-w it", directory);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
      Files.deleteIfExists(socket);
    } catch (Exception e) {
      LOG.debug("closing the API", e);
    }
  }

  /** Takes requests in. */
  private static final class Door extends Handler.Abstract {
    private final String node;
    private final Function<ApiCall, CompletableFuture<ApiReply>> loop;
    private final Duration patience;

    Door(String node, Function<ApiCall, CompletableFuture<ApiReply>> loop, Duration patience) {
      this.node = node;
      this.loop = loop;
      this.patience = patience;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      ApiReply reply;
      try {
        reply = answer(request);
      } catch (IOException e) {
        reply = ApiReply.failed(ApiError.Kind.USAGE, String.valueOf(e.getMessage()), "");
      }
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      response.setStatus(reply.status());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }

    private ApiReply answer(Request request) throws IOException, InterruptedException {
      String query = request.getHttpURI().getQuery();
      ApiCall call =
          new ApiCall(
              request.getMethod(),
              Request.getPathInContext(request),
              query == null ? "" : query,
              body(request),
              caller(request) + "@" + node);
      CompletableFuture<ApiReply> answer = loop.apply(call);
      try {
        return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        answer.cancel(false);
        return ApiReply.failed(
            ApiError.Kind.TIMED_OUT, "the daemon did not answer in time", "hactl status");
      } catch (ExecutionException e) {
        LOG.warn("{} {} failed", call.method(), call.path(), e.getCause());
        return ApiReply.failed(
            ApiError.Kind.INTERNAL, "the daemon failed on this; see its log", "");
      }
    }

    private static String body(Request request) throws IOException {
      try (InputStream in = Content.Source.asInputStream(request)) {
        byte[] bytes = in.readNBytes(LONGEST_BODY_BYTES + 1);
        if (bytes.length > LONGEST_BODY_BYTES) {
          // A client that is still writing would not read why it was refused.
          in.skip(LONGEST_SKIP_BYTES);
          throw new IOException("the request is longer than " + LONGEST_BODY_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }

    private static String caller(Request request) throws IOException {
      Object transport =
          request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
      return transport instanceof SocketChannel channel
          ? ApiSocket.peer(channel).user().getName()
          : "unknown";
    }
  }
}
