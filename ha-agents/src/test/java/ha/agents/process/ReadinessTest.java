package ha.agents.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Test
  void pageAndPortAreAsked() throws Exception {
    AtomicInteger status = new AtomicInteger(503);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    String address = "127.0.0.1:" + server.getAddress().getPort();
    Readiness page = Readiness.parse("http://" + address + "/health");
    Readiness port = Readiness.parse("tcp:" + address);
    try {
      assertThat(page.problem(LIMIT).orElseThrow()).contains("503");
      status.set(200);
      assertThat(page.problem(LIMIT)).isEmpty();
      assertThat(port.problem(LIMIT)).isEmpty();
    } finally {
      server.stop(0);
    }
    assertThat(page.problem(LIMIT)).isPresent();
    assertThat(port.problem(LIMIT)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcp:", "tcp:host", "tcp:1", "http:///x", "relative/path", "udp:x:1"})
  void nonsenseIsRefused(String text) {
    assertThatThrownBy(() -> Readiness.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
