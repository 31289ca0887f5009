package ha.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ha.api.ApiClient;
import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ApplyRequest;
import ha.api.ConfigRevisions;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.api.Reply;
import ha.daemon.desk.ApiCall;
import ha.daemon.desk.ApiReply;
import ha.model.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiServerTest {
  private static final ApiReply NOTHING =
      new ApiReply(200, Json.text(new ConfigRevisions(0, List.of())));

  @TempDir private Path directory;
  private final Queue<ApiCall> calls = new ConcurrentLinkedQueue<>();

  private ApiServer serve(Function<ApiCall, CompletableFuture<ApiReply>> loop) throws IOException {
    return ApiServer.start(
        directory.resolve("api.sock"),
        "alice",
        call -> {
          calls.add(call);
          return loop.apply(call);
        },
        Duration.ofMillis(200));
  }

  private static CompletableFuture<ApiReply> answering(ApiCall call) {
    return CompletableFuture.completedFuture(
        call.path().startsWith("/v1/")
            ? NOTHING
            : ApiReply.failed(Kind.NOT_FOUND, "no such endpoint", ""));
  }

  private <Q extends Record, A> Reply<A> ask(Endpoint<Q, A> endpoint, Q request) {
    return new ApiClient(directory.resolve("api.sock"), Duration.ofSeconds(30))
        .call(endpoint, request);
  }

  private static Kind kind(Reply<?> reply) {
    assertThat(reply).isInstanceOf(Reply.Failed.class);
    ApiError error = ((Reply.Failed<?>) reply).error();
    return error.kind();
  }

  @Test
  void passesTheCallOnWithItsCallerAndAnswers() throws Exception {
    try (ApiServer server = serve(ApiServerTest::answering)) {
      var reply = ask(Endpoints.CONFIG_REVISIONS, new Queries.All());

      assertThat(server).isNotNull();
      assertThat(reply).isInstanceOf(Reply.Done.class);
      assertThat(calls)
          .singleElement()
          .satisfies(call -> {
            assertThat(call.method()).isEqualTo("GET");
            assertThat(call.path()).isEqualTo("/v1/config/revisions");
            assertThat(call.author()).isEqualTo(System.getProperty("user.name") + "@alice");
          });
    }
  }

  @Test
  void onlyItsOwnerMayUseTheSocket() throws Exception {
    try (ApiServer server = serve(ApiServerTest::answering)) {
      assertThat(server).isNotNull();
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("api.sock"))))
          .isEqualTo("rw-------");
    }
    assertThat(directory.resolve("api.sock")).doesNotExist();
  }

  @Test
  void takesTheSocketOfADaemonThatIsGone() throws Exception {
    Files.createFile(directory.resolve("api.sock"));
    try (ApiServer server = serve(ApiServerTest::answering)) {
      assertThat(server).isNotNull();
      assertThat(ask(Endpoints.CONFIG_REVISIONS, new Queries.All())).isInstanceOf(Reply.Done.class);
    }
  }

  @Test
  void refusesABodyThatIsTooLong() throws Exception {
    try (ApiServer server = serve(ApiServerTest::answering)) {
      assertThat(server).isNotNull();
      var request = new ApplyRequest("big.yaml", "x".repeat(5 << 20), true, Optional.empty(), "");

      assertThat(kind(ask(Endpoints.APPLY, request))).isEqualTo(Kind.USAGE);
      assertThat(calls).isEmpty();
    }
  }

  @Test
  void unknownPathIsTheLoopsToRefuse() throws Exception {
    try (ApiServer server = serve(ApiServerTest::answering)) {
      assertThat(server).isNotNull();
      var unknown =
          new Endpoint<>(
              Endpoint.Method.GET, "/v2/none", Queries.All.class, ConfigRevisions.class, "");

      assertThat(kind(ask(unknown, new Queries.All()))).isEqualTo(Kind.NOT_FOUND);
    }
  }

  @Test
  void loopThatNeverAnswersIsGivenUp() throws Exception {
    CompletableFuture<ApiReply> never = new CompletableFuture<>();
    try (ApiServer server = serve(call -> never)) {
      assertThat(server).isNotNull();
      assertThat(kind(ask(Endpoints.CONFIG_REVISIONS, new Queries.All())))
          .isEqualTo(Kind.TIMED_OUT);
      assertThat(never).isCancelled();
    }
  }

  @Test
  void bugInTheLoopIsNoSilence() throws Exception {
    try (ApiServer server =
        serve(call -> CompletableFuture.failedFuture(new IllegalStateException("bug")))) {
      assertThat(server).isNotNull();
      assertThat(kind(ask(Endpoints.CONFIG_REVISIONS, new Queries.All()))).isEqualTo(Kind.INTERNAL);
    }
  }

  @Test
  void pathThatIsTooLongIsExplained() {
    Path far = directory.resolve("x".repeat(120)).resolve("api.sock");

    assertThatThrownBy(() -> ApiServer.start(far, "alice", ApiServerTest::answering))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("107 at most")
        .hasMessageContaining("choose a shorter 'socket'");
  }

  @Test
  void missingDirectoryIsExplained() {
    assertThatThrownBy(() ->
            ApiServer.start(directory.resolve("none/api.sock"), "alice", ApiServerTest::answering))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no directory");
  }
}
