package ha.agents.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How to tell that a program serves. */
sealed interface Readiness {
  /** Longest single look; a service that needs longer does not serve. */
  Duration LONGEST_LOOK = Duration.ofSeconds(10);

  /** Looks once, for {@code limit} at most; empty if it serves, else what is wrong. */
  Optional<String> problem(Duration limit);

  /**
   * Reads {@code http://HOST:PORT/PATH}, {@code tcp:HOST:PORT}, {@code file:PATH} or a path.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Readiness parse(String text) {
    if (text.startsWith("http://") || text.startsWith("https://")) {
      URI uri = URI.create(text);
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("'" + text + "' names no host");
      }
      return new Http(uri);
    }
    if (text.startsWith("tcp:")) {
      return tcp(text);
    }
    String path = text.startsWith("file:") ? text.substring("file:".length()) : text;
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' must be http://HOST:PORT/PATH, tcp:HOST:PORT or an absolute path");
    }
    return new Exists(Path.of(path));
  }

  private static Readiness tcp(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring("tcp:".length(), Math.max(colon, "tcp:".length()));
    if (host.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' must be tcp:HOST:PORT");
    }
    String plain =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return new Tcp(plain, Integer.parseInt(text.substring(colon + 1)));
  }

  /** The wait in milliseconds for {@code limit}, at least one. */
  private static int millis(Duration limit) {
    Duration least = limit.compareTo(LONGEST_LOOK) < 0 ? limit : LONGEST_LOOK;
    return (int) Math.max(1, least.toMillis());
  }

  /** A page answers with a status below 400. */
  record Http(URI uri) implements Readiness {
    @Override
    public Optional<String> problem(Duration limit) {
      try {
        if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
          return Optional.of(uri + " is not HTTP");
        }
        connection.setConnectTimeout(millis(limit));
        connection.setReadTimeout(millis(limit));
        connection.setInstanceFollowRedirects(false);
        try {
          int status = connection.getResponseCode();
          return status >= 200 && status < 400
              ? Optional.empty()
              : Optional.of("GET " + uri + " answers " + status);
        } finally {
          connection.disconnect();
        }
      } catch (IOException e) {
        return Optional.of("GET " + uri + ": " + e.getMessage());
      }
    }
  }

  /** A port accepts connections. */
  record Tcp(String host, int port) implements Readiness {
    @Override
    public Optional<String> problem(Duration limit) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), millis(limit));
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of("connecting to " + host + ":" + port + ": " + e.getMessage());
      }
    }
  }

  /** A file is there. */
  record Exists(Path path) implements Readiness {
    @Override
    public Optional<String> problem(Duration limit) {
      return Files.exists(path) ? Optional.empty() : Optional.of(path + " does not exist");
    }
  }
}
