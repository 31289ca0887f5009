package ha.agents.dlm;

import ha.agents.command.ProcFs;
import ha.agents.command.ProcessView;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What there is of the lock manager on a machine.
 *
 * @param system root of the machine's file systems
 */
record DlmMachine(Path system) {
  private static final String DAEMON = "dlm_controld";

  /**
   * Processes of the daemon.
   *
   * @throws IOException if processes cannot be seen
   */
  List<Long> daemons() throws IOException {
    return new ProcFs(system.resolve("proc"))
        .alive().stream().filter(p -> p.name().equals(DAEMON)).map(ProcessView::pid).toList();
  }

  /**
   * Lockspaces that the kernel holds, one for each file system that is mounted.
   *
   * @throws IOException if they cannot be seen
   */
  List<String> lockspaces() throws IOException {
    Path all = system.resolve("sys/kernel/dlm");
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(all)) {
        entries.forEach(e -> names.add(e.getFileName().toString()));
      }
    }
    return names.stream().sorted().toList();
  }
}
