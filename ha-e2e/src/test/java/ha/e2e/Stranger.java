package ha.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A daemon that claims to be a node of the cluster and is not. */
final class Stranger implements AutoCloseable {
  /** Its directory. */
  static final String WHERE = "stranger";

  private final Site site;
  private final Process daemon;

  private Stranger(Site site, Process daemon) {
    this.site = site;
    this.daemon = daemon;
  }

  /**
   * Starts it, with a state directory of its own.
   *
   * @param key and {@code clusterFile} relative to the cluster's directory
   */
  static Stranger start(Site site, String name, String key, String clusterFile) {
    try {
      Site.delete(site.directory(WHERE));
      site.writeConfig(WHERE, name, "../" + key, "../" + clusterFile);
      Path log = site.log(WHERE);
      return new Stranger(site, DaemonProgram.start(site.config(WHERE), log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String log() {
    return site.text(WHERE);
  }

  Process daemon() {
    return daemon;
  }

  @Override
  public void close() {
    daemon.destroyForcibly().onExit().join();
  }
}
