package ha.api;

import ha.model.json.Json;
import java.nio.charset.StandardCharsets;

/** Requests as bytes, HTTP/1.1 (RFC 9112). */
final class HttpRequest {
  private HttpRequest() {}

  static <Q extends Record> byte[] bytes(Endpoint<Q, ?> endpoint, Q request) {
    return switch (endpoint.method()) {
      case GET -> {
        String query = QueryString.of(request);
        String target = query.isEmpty() ? endpoint.path() : endpoint.path() + "?" + query;
        yield head("GET", target, "").getBytes(StandardCharsets.US_ASCII);
      }
      case POST -> {
        byte[] body = Json.bytes(request);
        String about = "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n";
        byte[] head = head("POST", endpoint.path(), about).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        yield all;
      }
    };
  }

  private static String head(String method, String target, String about) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\nHost: had\r\nAccept: application/json\r\nConnection: close\r\n"
        + about
        + "\r\n";
  }
}
