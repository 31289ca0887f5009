package ha.policy.cib;

import ha.model.definition.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@code corosync.conf} says of the cluster.
 *
 * @param clusterName if it names the cluster
 * @param links addresses of each node in the order of the links, by the node's name, where none is
 *     given by its first address
 * @param nodeIds names (or first addresses) by corosync's numbers
 * @param others settings that are neither, such as {@code totem.token}, with their values
 */
public record CorosyncConf(
    Optional<String> clusterName,
    SortedMap<String, List<String>> links,
    SortedMap<String, String> nodeIds,
    List<Setting> others) {

  /** A setting, its name written with all sections it is in. */
  public record Setting(String name, String value, SourcePosition position) {}

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException that says where, if a line is none of such a file
   */
  public static CorosyncConf read(String file, String text) {
    return new Reader(file).read(text);
  }

  private static final class Reader {
    private final String file;
    private final List<String> sections = new ArrayList<>();
    private final SortedMap<String, List<String>> links = new TreeMap<>();
    private final SortedMap<String, String> nodeIds = new TreeMap<>();
    private final List<Setting> others = new ArrayList<>();
    private final Map<String, String> node = new LinkedHashMap<>();
    private Optional<String> clusterName = Optional.empty();

    Reader(String file) {
      this.file = file;
    }

    CorosyncConf read(String text) {
      int number = 0;
      for (String written : text.split("\n", -1)) {
        number++;
        String line = written.strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          line(line, new SourcePosition(file, number, 1 + written.indexOf(line)));
        }
      }
      if (!sections.isEmpty()) {
        throw new IllegalArgumentException(
            file + ":" + number + ": section '" + sections.getLast() + "' is not closed");
      }
      return new CorosyncConf(clusterName, links, nodeIds, List.copyOf(others));
    }

    private void line(String line, SourcePosition position) {
      int colon = line.indexOf(':');
      if (line.endsWith("{")) {
        sections.add(line.substring(0, line.length() - 1).strip());
      } else if (line.equals("}")) {
        if (sections.isEmpty()) {
          throw new IllegalArgumentException(position + ": '}' closes nothing");
        }
        close();
      } else if (colon > 0) {
        setting(line.substring(0, colon).strip(), line.substring(colon + 1).strip(), position);
      } else {
        throw new IllegalArgumentException(
            position + ": '" + line + "' is neither 'name: value' nor a section");
      }
    }

    private void close() {
      if (path().equals("nodelist.node")) {
        List<String> addresses = new ArrayList<>();
        for (int ring = 0; ring < 8; ring++) {
          Optional.ofNullable(node.get("ring" + ring + "_addr")).ifPresent(addresses::add);
        }
        String first = addresses.isEmpty() ? "" : addresses.getFirst();
        String name = node.getOrDefault("name", first);
        if (!name.isEmpty() && !addresses.isEmpty()) {
          links.put(name, List.copyOf(addresses));
          Optional.ofNullable(node.get("nodeid")).ifPresent(id -> nodeIds.put(id, name));
        }
        node.clear();
      }
      sections.removeLast();
    }

    private String path() {
      return String.join(".", sections);
    }

    private void setting(String name, String value, SourcePosition position) {
      String path = path();
      if (path.equals("nodelist.node")) {
        node.put(name, value);
      } else if (path.equals("totem") && name.equals("cluster_name")) {
        clusterName = Optional.of(value).filter(v -> !v.isEmpty());
      } else {
        others.add(new Setting(path.isEmpty() ? name : path + "." + name, value, position));
      }
    }
  }
}
