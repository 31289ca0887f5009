package ha.daemon.runtime;

import ha.api.ApiError;
import ha.api.NodeFacts;
import ha.api.Product;
import ha.daemon.blackbox.BlackBox;
import ha.daemon.config.NodeConfig;
import ha.daemon.core.CoreEvent;
import ha.daemon.desk.ApiReply;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Gathers what only this node knows of itself. Reads files, runs nothing. */
final class FactsEdge implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;

  private final NodeConfig config;
  private final BlackBox blackBox;
  private final Consumer<CoreEvent> loop;
  private final RecentLog log = RecentLog.begin();

  FactsEdge(NodeConfig config, BlackBox blackBox, Consumer<CoreEvent> loop) {
    this.config = config;
    this.blackBox = blackBox;
    this.loop = loop;
  }

  @Override
  public void close() {
    log.end();
  }

  /** On a thread of its own: a disk may hang. */
  void gather(long number) {
    Thread.ofPlatform()
        .daemon()
        .name("facts")
        .start(() -> loop.accept(new CoreEvent.FactsGathered(number, reply())));
  }

  private ApiReply reply() {
    try {
      return ApiReply.ok(
          new NodeFacts(config.node(), Instant.now(), facts(), log.lines(), boxLines()));
    } catch (RuntimeException e) {
      return ApiReply.failed(
          ApiError.Kind.INTERNAL, "the facts cannot be gathered: " + e, "journalctl -u had");
    }
  }

  private List<String> boxLines() {
    try {
      return blackBox.lines();
    } catch (IOException e) {
      return List.of("cannot be read: " + e.getMessage());
    }
  }

  private SortedMap<String, String> facts() {
    SortedMap<String, String> facts = new TreeMap<>();
    RuntimeMXBean java = ManagementFactory.getRuntimeMXBean();
    Runtime memory = Runtime.getRuntime();
    facts.put("version", Product.version());
    facts.put("process", Long.toString(java.getPid()));
    facts.put("process.up", Duration.ofMillis(java.getUptime()).toString());
    facts.put("process.started", Instant.ofEpochMilli(java.getStartTime()).toString());
    facts.put("java", java.getVmName() + " " + java.getVmVersion());
    facts.put("java.flags", String.join(" ", java.getInputArguments()));
    facts.put("java.heap-used-mib", mib(memory.totalMemory() - memory.freeMemory()));
    facts.put("java.heap-most-mib", mib(memory.maxMemory()));
    facts.put(
        "java.threads", Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()));
    facts.put("machine.processors", Integer.toString(memory.availableProcessors()));
    facts.put("machine.kernel", first("/proc/version"));
    facts.put("machine.system", found("/etc/os-release", "PRETTY_NAME="));
    facts.put("machine.load", first("/proc/loadavg"));
    facts.put("machine.up-s", first("/proc/uptime"));
    facts.put("machine.memory", found("/proc/meminfo", "MemTotal:"));
    facts.put("machine.memory-available", found("/proc/meminfo", "MemAvailable:"));
    facts.put("machine.boot", first("/proc/sys/kernel/random/boot_id"));
    facts.put("state.directory", config.stateDirectory().toString());
    facts.put("state.room", room(config.stateDirectory()));
    return facts;
  }

  private static String mib(long bytes) {
    return Long.toString(bytes / MEBIBYTE);
  }

  private static String first(String file) {
    return found(file, "");
  }

  /** What follows {@code key} in the first line that begins with it. */
  private static String found(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .findFirst()
          .map(line -> line.substring(key.length()).strip())
          .orElse("");
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static String room(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return "%s of %s MiB free, %s"
          .formatted(mib(store.getUsableSpace()), mib(store.getTotalSpace()), store.type());
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    }
  }
}
