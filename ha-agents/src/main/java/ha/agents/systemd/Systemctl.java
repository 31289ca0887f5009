package ha.agents.systemd;

import ha.agents.Tools;
import ha.agents.command.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How systemd is spoken to: by its own command, whose {@code show} is meant for programs.
 *
 * @param program with what it needs to find its manager
 * @param environment added to the usual one
 * @param dropIns below it, settings that hold until the next boot are put beside units
 */
record Systemctl(List<String> program, Map<String, String> environment, Path dropIns) {
  Systemctl {
    program = List.copyOf(program);
  }

  static Systemctl system() {
    return new Systemctl(List.of("/usr/bin/systemctl"), Map.of(), Path.of("/run/systemd/system"));
  }

  /** Whether the command is there and a manager of this boot has made its directory. */
  boolean present() {
    return Tools.find(program.getFirst()).isPresent() && dropIns.toFile().isDirectory();
  }

  Command show(String unit) {
    return command(
        "show",
        "--property=LoadState,ActiveState,SubState,Result,StatusText,NeedDaemonReload",
        "--",
        unit);
  }

  Command act(String verb, String unit) {
    return command("--no-ask-password", verb, "--", unit);
  }

  Command kill(String unit) {
    return command("--no-ask-password", "kill", "--signal=SIGKILL", "--", unit);
  }

  Command reloadManager() {
    return command("daemon-reload");
  }

  Command list() {
    return command("list-unit-files", "--type=service", "--no-legend", "--no-pager", "--full");
  }

  private Command command(String... words) {
    List<String> all = new ArrayList<>(program);
    all.addAll(List.of(words));
    SortedMap<String, String> variables = new TreeMap<>(Tools.environment());
    variables.putAll(environment);
    return Command.of(all, variables);
  }
}
