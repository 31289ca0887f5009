package ha.api;

import static org.assertj.core.api.Assertions.assertThat;

import ha.api.ApiError.Kind;
import ha.api.Queries.OfResource;
import ha.model.ResourceId;
import ha.model.ledger.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String REVISION =
      "{\"number\":7,\"at\":\"2026-01-02T03:04:05Z\",\"yaml\":\"cluster: {}\","
          + "\"author\":\"root@alice\",\"reason\":\"first\"}";

  @TempDir private Path directory;

  @Test
  void readsAnAnswerWithALength() throws Exception {
    try (ScriptedServer server = serve(answer("200 OK", REVISION))) {
      assertThat(done(server)).returns(7L, Revision::number).returns("first", Revision::reason);
      assertThat(server.received())
          .startsWith("GET /v1/config?revision=7 HTTP/1.1\r\n")
          .contains("Host: had\r\n")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void readsAnAnswerInChunksThatComeInPieces() throws Exception {
    String half = REVISION.substring(0, 40);
    String rest = REVISION.substring(40);
    try (ScriptedServer server =
        serve(
            "HTTP/1.1 200 OK\r\nTransfer-En",
            "coding: chunked\r\n\r\n28;x=y\r\n" + half.substring(0, 3),
            half.substring(3) + "\r\n",
            Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n0\r\nTrailer: 1\r\n\r\n")) {
      assertThat(done(server).number()).isEqualTo(7);
    }
  }

  @Test
  void readsAnAnswerThatEndsWithTheConnection() throws Exception {
    try (ScriptedServer server =
        serve("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n" + REVISION)) {
      assertThat(done(server).number()).isEqualTo(7);
    }
  }

  @Test
  void returnsTheDaemonsError() throws Exception {
    String error =
        "{\"kind\":\"NOT_FOUND\",\"message\":\"no resource weg\",\"where\":\"\","
            + "\"expected\":\"one of: web\",\"remedy\":\"hactl status\"}";
    try (ScriptedServer server = serve(answer("404 Not Found", error))) {
      assertThat(failed(server))
          .isEqualTo(
              new ApiError(Kind.NOT_FOUND, "no resource weg", "", "one of: web", "hactl status"));
    }
  }

  @Test
  void anAnswerThatStopsHalfwayIsNoAnswer() throws Exception {
    try (ScriptedServer server =
        serve("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + REVISION)) {
      assertThat(failed(server).message()).contains("ended in the middle");
    }
  }

  @Test
  void anAnswerThatIsNoHttpIsToldSo() throws Exception {
    try (ScriptedServer server = serve("SSH-2.0-OpenSSH_10.0\r\n")) {
      assertThat(failed(server))
          .returns(Kind.UNREACHABLE, ApiError::kind)
          .extracting(ApiError::message)
          .asString()
          .contains("SSH-2.0");
    }
  }

  @Test
  void aSilentDaemonIsGivenUpAtTheDeadline() throws Exception {
    try (ScriptedServer server = ScriptedServer.silent(directory.resolve("api.sock"))) {
      ApiClient client = new ApiClient(server.socket(), Duration.ofMillis(50));

      assertThat(client.call(Endpoints.STATUS, new Queries.All()))
          .isInstanceOfSatisfying(
              Reply.Failed.class,
              f -> assertThat(f.error().message()).contains("did not answer within 50 ms"));
    }
  }

  @Test
  void sendsWhatIsPosted() throws Exception {
    String accepted = "{\"cursor\":\"3.9\",\"text\":\"web will be restarted\"}";
    try (ScriptedServer server = serve(answer("200 OK", accepted))) {
      OrderRequest order =
          new OrderRequest(new Order.RestartOrder(new ResourceId("web"), "grüner Knopf"));

      assertThat(new ApiClient(server.socket(), LONG).call(Endpoints.ORDER, order))
          .isEqualTo(new Reply.Done<>(new OrderAccepted("3.9", "web will be restarted")));
      assertThat(server.received())
          .startsWith("POST /v1/orders HTTP/1.1\r\n")
          .contains("Content-Type: application/json\r\n")
          .endsWith(
              "{\"order\":{\"type\":\"RestartOrder\",\"resource\":\"web\","
                  + "\"reason\":\"grüner Knopf\"}}");
    }
  }

  @Test
  void saysThatThereIsNoDaemon() {
    ApiError error = unreachable(directory.resolve("none.sock"));

    assertThat(error.kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(error.message()).isEqualTo("there is no daemon here");
    assertThat(error.remedy()).contains("systemctl start had").contains("--socket");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    Path stale = directory.resolve("stale.sock");
    Files.createFile(stale);

    assertThat(unreachable(stale).message()).isEqualTo("nobody listens on the daemon's socket");
  }

  @Test
  void refusesAPathThatNoSocketCanHave() {
    assertThat(unreachable(directory.resolve("x".repeat(120))).kind()).isEqualTo(Kind.USAGE);
  }

  private ApiError unreachable(Path socket) {
    Reply<Explanation> reply =
        new ApiClient(socket, LONG)
            .call(Endpoints.EXPLAIN, new OfResource(new ResourceId("web"), Optional.empty()));
    return switch (reply) {
      case Reply.Failed<Explanation>(ApiError error) -> error;
      case Reply.Done<Explanation> done -> throw new AssertionError("answered: " + done);
    };
  }

  private ScriptedServer serve(String... pieces) throws IOException {
    return ScriptedServer.saying(directory.resolve("api.sock"), pieces);
  }

  private static String answer(String status, String body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static Revision done(ScriptedServer server) {
    return switch (config(server)) {
      case Reply.Done<Revision>(Revision revision) -> revision;
      case Reply.Failed<Revision>(ApiError error) -> throw new AssertionError(error.toString());
    };
  }

  private static ApiError failed(ScriptedServer server) {
    return switch (config(server)) {
      case Reply.Failed<Revision>(ApiError error) -> error;
      case Reply.Done<Revision>(Revision revision) -> throw new AssertionError(revision.toString());
    };
  }

  private static Reply<Revision> config(ScriptedServer server) {
    return new ApiClient(server.socket(), LONG)
        .call(Endpoints.CONFIG, new Queries.OfRevision(Optional.of(7L)));
  }
}
