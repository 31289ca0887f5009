package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ocf:heartbeat:nginx} of Debian's package resource-agents with the real server. */
class DebianNginxTest extends AgentContract {
  private static int port;

  @BeforeAll
  static void installed() throws IOException {
    Needs.root();
    Needs.file("/usr/lib/ocf/resource.d/heartbeat/nginx", "resource-agents");
    Needs.file("/usr/sbin/nginx", "nginx-light");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @Override
  protected Agents agents() {
    return new ScriptTree(directory).agents(Path.of("/usr/lib/ocf"));
  }

  private Path configuration() {
    return directory.resolve("nginx.conf");
  }

  private Map<String, String> parameters() {
    return Map.of(
        "configfile", configuration().toString(),
        "port", Integer.toString(port),
        "status10url", "http://127.0.0.1:" + port + "/");
  }

  @Override
  protected Calls prepare() throws IOException {
    Files.writeString(
        configuration(),
        """
        pid DIR/nginx.pid;
        error_log DIR/error.log;
        worker_processes 1;
        events { worker_connections 16; }
        http {
          access_log off;
          client_body_temp_path DIR/body;
          proxy_temp_path DIR/proxy;
          fastcgi_temp_path DIR/fastcgi;
          uwsgi_temp_path DIR/uwsgi;
          scgi_temp_path DIR/scgi;
          server { listen 127.0.0.1:PORT; location / { return 200 "served\\n"; } }
        }
        """
            .replace("DIR", directory.toString())
            .replace("PORT", Integer.toString(port)));
    return new Calls("ocf:heartbeat:nginx", "web").with(parameters());
  }

  /** The script finds its server by the configuration. */
  @Override
  protected Map<String, String> withoutConfiguration() {
    return parameters();
  }

  @Test
  void serves() throws Exception {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("served\n");
    }
  }
}
