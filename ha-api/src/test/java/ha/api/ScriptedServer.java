package ha.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes one connection, reads the request, says its pieces, and closes. */
final class ScriptedServer implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel listening;
  private final CompletableFuture<String> received = new CompletableFuture<>();

  private ScriptedServer(Path socket) throws IOException {
    this.socket = socket;
    this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
  }

  /** Says {@code pieces}, each with a write of its own. */
  static ScriptedServer saying(Path socket, String... pieces) throws IOException {
    ScriptedServer server = new ScriptedServer(socket);
    Thread.ofVirtual().start(() -> server.serve(List.of(pieces)));
    return server;
  }

  /** Lets clients connect (into the backlog) and never answers. */
  static ScriptedServer silent(Path socket) throws IOException {
    return new ScriptedServer(socket);
  }

  Path socket() {
    return socket;
  }

  /** The request, once it has come. */
  String received() {
    return received.join();
  }

  private void serve(List<String> pieces) {
    try (SocketChannel client = listening.accept()) {
      received.complete(request(client));
      for (String piece : pieces) {
        ByteBuffer out = ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
          client.write(out);
        }
      }
    } catch (IOException e) {
      received.completeExceptionally(e);
    }
  }

  private static String request(SocketChannel client) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(4096);
    while (!complete(bytes.toString(StandardCharsets.ISO_8859_1)) && client.read(in) >= 0) {
      bytes.write(in.array(), 0, in.position());
      in.clear();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean complete(String request) {
    int body = request.indexOf("\r\n\r\n") + 4;
    int length = request.indexOf("Content-Length: ");
    if (body < 4 || length < 0) {
      return body >= 4;
    }
    int end = request.indexOf('\r', length);
    return request.length() - body
        >= Integer.parseInt(request.substring(length + "Content-Length: ".length(), end));
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
