package ha.cli;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ApiJson;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.QueryString;
import ha.api.Reply;
import ha.model.json.Json;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers the API over a Unix socket with what it was told to. */
final class FakeDaemon implements AutoCloseable {
  private final Path socket;
  private final ServerSocketChannel listening;
  private final Map<Endpoint<?, ?>, Function<Record, Reply<?>>> answers = new ConcurrentHashMap<>();
  private final List<Record> received = new CopyOnWriteArrayList<>();

  FakeDaemon(Path socket) throws IOException {
    this.socket = socket;
    this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::accept);
  }

  Path socket() {
    return socket;
  }

  /** From now on the endpoint is answered so. */
  <Q extends Record, A> FakeDaemon on(Endpoint<Q, A> endpoint, Function<Q, A> answer) {
    answers.put(
        endpoint, request -> new Reply.Done<>(answer.apply(endpoint.request().cast(request))));
    return this;
  }

  /** From now on the endpoint answers this error. */
  FakeDaemon fail(Endpoint<?, ?> endpoint, ApiError error) {
    answers.put(endpoint, request -> new Reply.Failed<>(error));
    return this;
  }

  /** The requests of this type so far. */
  <Q extends Record> List<Q> received(Class<Q> type) {
    return received.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void accept() {
    while (listening.isOpen()) {
      try (SocketChannel client = listening.accept()) {
        serve(client);
      } catch (IOException e) {
        // The client left, or the test ended.
      }
    }
  }

  private void serve(SocketChannel client) throws IOException {
    byte[] request = read(client);
    String text = new String(request, StandardCharsets.ISO_8859_1);
    int body = text.indexOf("\r\n\r\n") + 4;
    String[] line = text.substring(0, text.indexOf('\r')).split(" ");
    int question = line[1].indexOf('?');
    String path = question < 0 ? line[1] : line[1].substring(0, question);
    String query = question < 0 ? "" : line[1].substring(question + 1);
    Reply<?> reply =
        Endpoints.find(line[0], path)
            .<Reply<?>>map(
                e -> answer(e, query, java.util.Arrays.copyOfRange(request, body, request.length)))
            .orElseGet(() -> failed(Kind.NOT_FOUND, "no endpoint " + path));
    switch (reply) {
      case Reply.Done<?>(Object answer) -> write(client, 200, Json.bytes(answer));
      case Reply.Failed<?>(ApiError error) ->
          write(client, error.kind().httpStatus(), Json.bytes(error));
    }
  }

  private Reply<?> answer(Endpoint<?, ?> endpoint, String query, byte[] body) {
    try {
      Record request =
          switch (endpoint.method()) {
            case GET -> QueryString.read(query, endpoint.request());
            case POST -> ApiJson.read(body, endpoint.request());
          };
      received.add(request);
      Function<Record, Reply<?>> known = answers.get(endpoint);
      return known == null
          ? failed(Kind.INTERNAL, "the test has no answer for " + endpoint.path())
          : known.apply(request);
    } catch (IllegalArgumentException e) {
      return failed(Kind.USAGE, String.valueOf(e.getMessage()));
    }
  }

  private static Reply<?> failed(Kind kind, String message) {
    return new Reply.Failed<>(ApiError.of(kind, message, ""));
  }

  private static byte[] read(SocketChannel client) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    while (!complete(bytes.toString(StandardCharsets.ISO_8859_1))) {
      if (client.read(in) < 0) {
        throw new IOException("the client left");
      }
      bytes.write(in.array(), 0, in.position());
      in.clear();
    }
    return bytes.toByteArray();
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

  private static void write(SocketChannel client, int status, byte[] body) throws IOException {
    String head = "HTTP/1.1 " + status + " Answer\r\nContent-Length: " + body.length + "\r\n\r\n";
    ByteBuffer[] out = {
      ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(body)
    };
    while (out[0].hasRemaining() || out[1].hasRemaining()) {
      client.write(out);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
