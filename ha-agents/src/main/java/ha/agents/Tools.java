package ha.agents;

import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs the system's own programs for agents. */
public final class Tools {
  /** Where programs are looked for. */
  public static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int LONGEST_REASON = 400;

  private Tools() {}

  /** The environment of programs whose output is read: nothing inherited, nothing translated. */
  public static SortedMap<String, String> environment() {
    return new TreeMap<>(Map.of("PATH", PATH, "LC_ALL", "C.UTF-8"));
  }

  /** A program and its arguments, in that environment. */
  public static Command command(String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(List.of(arguments));
    return Command.of(words, environment());
  }

  /** The file of a program, by its path or by name; empty if there is none that can be run. */
  public static Optional<Path> find(String program) {
    return find(program, PATH);
  }

  /** The same with another search path. */
  public static Optional<Path> find(String program, String path) {
    List<Path> places =
        program.contains("/")
            ? List.of(Path.of(program))
            : List.of(path.split(":")).stream().map(d -> Path.of(d).resolve(program)).toList();
    return places.stream().filter(f -> Files.isRegularFile(f) && Files.isExecutable(f)).findFirst();
  }

  /** Success for exit code 0, else a failure in the program's own last words. */
  public static AgentResult result(AgentCall call, Command command, CommandOutcome outcome) {
    return outcome instanceof CommandOutcome.Exited exited
        ? exited.code() == 0
            ? AgentResult.OK
            : AgentResult.failed(command + " ended with " + exited.code() + said(exited.output()))
        : unfinished(call, command, outcome);
  }

  /** What to say of a program that did not come to its own end; never "not running". */
  public static AgentResult unfinished(AgentCall call, Command command, CommandOutcome outcome) {
    return switch (outcome) {
      case CommandOutcome.Exited exited ->
          new Unknown(command + " ended with " + exited.code() + said(exited.output()));
      case CommandOutcome.Expired expired ->
          new TimedOut(command + ": " + expired.sentence(call.timeout()));
      case CommandOutcome.Signalled signalled ->
          new Unknown(command + " was ended by signal " + signalled.signal());
      case CommandOutcome.NotStarted not ->
          call.operation() == Operation.START
              ? new Failed(Kind.NOT_INSTALLED, not.reason())
              : new Unknown(not.reason());
    };
  }

  /** The last line of an output, as the end of a sentence; empty if it wrote nothing. */
  public static String said(String output) {
    String last =
        output.lines().filter(l -> !l.isBlank()).reduce("", (earlier, later) -> later).strip();
    String shortened =
        last.length() <= LONGEST_REASON ? last : last.substring(0, LONGEST_REASON) + "…";
    return shortened.isEmpty() ? "" : ": " + shortened;
  }
}
