package ha.e2e.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Directory that stands for the disks which all nodes share, and for the truth about them. */
public record SharedStorage(Path directory) {

  public History history() {
    return new History(directory.resolve("history"));
  }

  Path lock(String resource) {
    return directory.resolve(resource + ".disk");
  }

  Volume volume(String resource) {
    return new Volume(directory.resolve(resource + ".volume"));
  }

  /**
   * What is wrong with all that happened.
   *
   * @param more happenings that others know of
   */
  public List<String> violations(List<Happening> more, String... resources) {
    List<Happening> all = new ArrayList<>(history().read());
    all.addAll(more);
    List<String> found = new ArrayList<>(HistoryChecker.violations(all));
    for (String resource : resources) {
      volume(resource).violation().ifPresent(found::add);
    }
    return List.copyOf(found);
  }
}
