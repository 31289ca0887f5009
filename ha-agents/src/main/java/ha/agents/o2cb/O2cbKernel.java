package ha.agents.o2cb;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * What the kernel holds of O2CB, in configfs and sysfs.
 *
 * @param system root of the machine's file systems
 */
record O2cbKernel(Path system) {
  private static final String CONFIGFS = "sys/kernel/config";
  private static final String STACK = "sys/fs/ocfs2/cluster_stack";

  /** Whether configfs is mounted where it belongs. */
  boolean hasConfigfs() throws IOException {
    return Files.readAllLines(system.resolve("proc/self/mountinfo")).stream()
        .anyMatch(line -> line.contains(" /" + CONFIGFS + " ") && line.contains(" - configfs "));
  }

  /** Whether the node manager is there, so that clusters can be. */
  boolean hasNodeManager() {
    return Files.isDirectory(clusters());
  }

  private Path clusters() {
    return system.resolve(CONFIGFS).resolve("cluster");
  }

  Path cluster(String name) {
    return clusters().resolve(name);
  }

  /** Names of the clusters that are registered; there can be one. */
  List<String> registered() throws IOException {
    return hasNodeManager() ? entries(clusters()) : List.of();
  }

  /** Names of the nodes of a cluster. */
  List<String> nodes(String name) throws IOException {
    Path nodes = cluster(name).resolve("node");
    return Files.isDirectory(nodes) ? entries(nodes) : List.of();
  }

  /** Disks that this node beats on: one for each file system that is mounted. */
  List<String> regions(String name) throws IOException {
    Path heartbeat = cluster(name).resolve("heartbeat");
    return Files.isDirectory(heartbeat)
        ? entries(heartbeat).stream().filter(e -> Files.isDirectory(heartbeat.resolve(e))).toList()
        : List.of();
  }

  /**
   * Where nodes beat on a disk, each in the block of its own number.
   *
   * @param name of the file system, a UUID
   * @param device its last name, {@code drbd0}
   * @param firstBlock of the region, in blocks from the device's beginning
   */
  record Region(String name, String device, long firstBlock, int blockBytes) {}

  /**
   * The regions that this node beats on.
   *
   * @throws IOException if one of them cannot be read, or is not understood
   */
  List<Region> beating(String cluster) throws IOException {
    List<Region> found = new ArrayList<>();
    for (String name : regions(cluster)) {
      String at = "heartbeat/" + name + "/";
      try {
        found.add(
            new Region(
                name,
                setting(cluster, at + "dev").orElse(""),
                Long.parseLong(setting(cluster, at + "start_block").orElse("")),
                Integer.parseInt(setting(cluster, at + "block_bytes").orElse(""))));
      } catch (NumberFormatException e) {
        throw new IOException("heartbeat region " + name + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(found);
  }

  /** The number of a node, which is that of its block. */
  OptionalInt number(String cluster, String node) throws IOException {
    Optional<String> number = setting(cluster, "node/" + node + "/num");
    return number.isPresent() && number.get().matches("[0-9]{1,3}")
        ? OptionalInt.of(Integer.parseInt(number.get()))
        : OptionalInt.empty();
  }

  /** The regions of one device, where each file system has its own. */
  List<String> localRegionsOf(String device) throws IOException {
    List<String> found = new ArrayList<>();
    for (String cluster : registered()) {
      if (setting(cluster, "heartbeat/mode").filter("global"::equals).isPresent()) {
        continue;
      }
      for (String region : regions(cluster)) {
        if (setting(cluster, "heartbeat/" + region + "/dev").filter(device::equals).isPresent()) {
          found.add(region);
        }
      }
    }
    return List.copyOf(found);
  }

  /** The stack in use: {@code o2cb}, or {@code pcmk} and others; empty if there is none. */
  String stack() throws IOException {
    Path stack = system.resolve(STACK);
    return Files.exists(stack) ? Files.readString(stack).strip() : "";
  }

  void useStack(String name) throws IOException {
    if (!stack().equals(name)) {
      Files.writeString(system.resolve(STACK), name + "\n");
    }
  }

  /** The mount points of OCFS2 file systems. */
  List<String> mounts() throws IOException {
    return Files.readAllLines(system.resolve("proc/self/mountinfo")).stream()
        .filter(line -> line.contains(" - ocfs2 "))
        .map(line -> line.split(" ", -1)[4])
        .toList();
  }

  /** One of a cluster's times and thresholds, such as {@code heartbeat/dead_threshold}. */
  Optional<String> setting(String cluster, String name) throws IOException {
    Path file = cluster(cluster).resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }

  /**
   * Writes settings that differ.
   *
   * @throws IOException if the kernel refuses one: it does while a file system is mounted
   */
  void set(String cluster, SortedMap<String, String> wanted) throws IOException {
    for (var entry : wanted.entrySet()) {
      Optional<String> now = setting(cluster, entry.getKey());
      if (!now.equals(Optional.of(entry.getValue()))) {
        Files.writeString(cluster(cluster).resolve(entry.getKey()), entry.getValue() + "\n");
      }
    }
  }

  private static List<String> entries(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      all.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names.stream().sorted().toList();
  }
}
