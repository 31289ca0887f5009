package ha.agents.drbd;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.Unknown;
import ha.agents.tool.ToolRun;
import ha.agents.tool.ToolRun.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tools of DRBD, for one call about one resource. */
final class Drbd {
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final Duration GENERATION = Duration.ofSeconds(3);
  private static final Pattern UUID = Pattern.compile("\\b[0-9A-Fa-f]{16}\\b");

  private final String resource;
  private final ToolRun tools;
  private final Path module;

  Drbd(AgentCall call, String resource, Path system) {
    this.resource = resource;
    this.tools = new ToolRun(call);
    this.module = system.resolve("sys/module/drbd");
  }

  /** What a look at the kernel found. */
  sealed interface Seen {
    /** It is configured. */
    record There(DrbdState state) implements Seen {}

    /** It is certainly not configured. */
    record Absent() implements Seen {}

    /** It cannot be told. */
    record Unclear(AgentResult result) implements Seen {}
  }

  Seen look() throws InterruptedException {
    if (!Files.exists(module)) {
      // Without the module there is no resource, and looking must not load it.
      return new Seen.Absent();
    }
    Answer answer = tools.readWithin(LOOK, List.of("drbdsetup", "events2", "--now", "all"));
    return switch (answer) {
      case Answer.Lost lost when lost.result() instanceof Failed failed ->
          new Seen.Unclear(new Unknown("the DRBD module is loaded, but " + failed.reason()));
      case Answer.Lost lost -> new Seen.Unclear(lost.result());
      case Answer.Exited exited when !exited.ok() ->
          new Seen.Unclear(new Unknown(exited.words("drbdsetup events2")));
      case Answer.Exited exited ->
          switch (Events2.read(resource, exited.output())) {
            case Events2.Reading.Configured c -> new Seen.There(c.state());
            case Events2.Reading.Absent a -> new Seen.Absent();
            case Events2.Reading.Incomplete i -> new Seen.Unclear(new Unknown(i.reason()));
          };
    };
  }

  /** Loads the kernel's module; empty if it is there. */
  Optional<AgentResult> load() throws InterruptedException {
    return Files.exists(module)
        ? Optional.empty()
        : failure("modprobe drbd", tools.change("modprobe", "drbd"));
  }

  /** Runs {@code drbdadm COMMAND RESOURCE}; empty if it succeeded. */
  Optional<AgentResult> admin(String command) throws InterruptedException {
    return failure("drbdadm " + command, tools.change("drbdadm", command, resource));
  }

  /** Removes the resource from the kernel; needs no configuration. */
  Optional<AgentResult> down() throws InterruptedException {
    return failure("drbdsetup down", tools.change("drbdsetup", "down", resource));
  }

  /** To unpromoted; by {@code drbdsetup} where the configuration does not know it any more. */
  Optional<AgentResult> secondary(DrbdState state) throws InterruptedException {
    Optional<AgentResult> problem = admin("secondary");
    if (problem.isEmpty() || !isUnconfigured(problem.get())) {
      return problem;
    }
    Answer byName = tools.change("drbdsetup", "secondary", resource);
    if (byName instanceof Answer.Exited exited && exited.ok()) {
      return Optional.empty();
    }
    for (DrbdState.Volume volume : state.volumes()) {
      Answer byMinor = tools.change("drbdsetup", "secondary", Integer.toString(volume.minor()));
      Optional<AgentResult> failed = failure("drbdsetup secondary", byMinor);
      if (failed.isPresent()) {
        return failed;
      }
    }
    return Optional.empty();
  }

  /** Whether drbdadm failed because its configuration lacks the resource. */
  private static boolean isUnconfigured(AgentResult problem) {
    String reason = problem.reason();
    return reason.contains("not defined in your config") || reason.contains("Can not open");
  }

  /**
   * The generations of the data, {@code CURRENT,BITMAP} of volume 0: two replicas whose current
   * ones differ while both bitmaps are set have been written apart from each other. Empty where the
   * tool does not tell. The lowest bit only says who is promoted and is cleared.
   */
  Optional<String> generation() throws InterruptedException {
    Answer answer = tools.readWithin(GENERATION, List.of("drbdadm", "get-gi", resource));
    if (answer instanceof Answer.Exited exited && exited.ok()) {
      List<String> ids =
          UUID.matcher(exited.output()).results().map(MatchResult::group).limit(2).toList();
      return ids.size() == 2
          ? Optional.of(plain(ids.get(0)) + "," + plain(ids.get(1)))
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static String plain(String id) {
    return String.format("%016X", Long.parseUnsignedLong(id, 16) & ~1L);
  }

  private static Optional<AgentResult> failure(String what, Answer answer) {
    return switch (answer) {
      case Answer.Lost lost -> Optional.of(lost.result());
      case Answer.Exited exited when exited.ok() -> Optional.empty();
      case Answer.Exited exited ->
          Optional.of(
              exited.output().contains("not defined in your config")
                  ? new Failed(Kind.NOT_CONFIGURED, exited.words(what))
                  : AgentResult.failed(exited.words(what)));
    };
  }

  ToolRun tools() {
    return tools;
  }
}
