package ha.agents.process;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Durations;
import ha.agents.Observer;
import ha.agents.PrivateFiles;
import ha.agents.ResourceAgent;
import ha.agents.Watch;
import ha.agents.command.Command;
import ha.agents.command.Launcher;
import ha.agents.command.ProcFs;
import ha.agents.command.ProcessView;
import ha.agents.command.Signals;
import ha.agents.process.Programs.Standing;
import ha.model.ResourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps one program running. */
final class ProcessAgent implements ResourceAgent {
  private static final Duration FIRST_POLL = Duration.ofMillis(10);
  private static final Duration LONGEST_POLL = Duration.ofMillis(200);

  /** Part of a stop's time that is left for killing what did not end when asked. */
  private static final int KILL_SHARE = 4;

  private static final Duration MOST_FOR_KILL = Duration.ofSeconds(10);

  private final AgentSettings settings;
  private final Launcher launcher;
  private final RunRecords records;
  private final Programs programs;
  private final ProcFs processes;

  /** Programs that this daemon itself started: their exit codes can be had. */
  private final Map<ResourceId, Process> children = new ConcurrentHashMap<>();

  ProcessAgent(AgentSettings settings, Launcher launcher, ProcFs processes) {
    this.settings = settings;
    this.launcher = launcher;
    this.processes = processes;
    this.records = new RunRecords(settings.runDirectory().resolve("process"));
    this.programs = new Programs(records, processes);
  }

  @Override
  public AgentDescription describe() {
    return ProcessParameters.METADATA;
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    ProcessParameters parameters;
    try {
      parameters = ProcessParameters.of(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
    return switch (programs.look(call.resource())) {
      case Standing.Running running -> awaitReady(call, parameters, running.record());
      case Standing.Stopped stopped -> launch(call, parameters);
      case Standing.Remains remains -> AgentResult.failed(remains.sentence() + "; stop it first");
      case Standing.Unclear unclear -> new Unknown(unclear.reason());
    };
  }

  private AgentResult launch(AgentCall call, ProcessParameters parameters)
      throws InterruptedException {
    Optional<Path> program = parameters.program();
    if (program.isEmpty()) {
      return new Failed(
          Kind.NOT_INSTALLED,
          "program '" + parameters.command().getFirst() + "' is not there or cannot be executed");
    }
    try {
      RunRecord intended =
          new RunRecord(
              UUID.randomUUID().toString(), processes.bootId(), 0, 0, parameters.stopSignal());
      records.write(call.resource(), intended);
      Process child = spawn(call, parameters, program.get(), intended);
      children.put(call.resource(), child);
      if (processes.find(child.pid()) instanceof ProcFs.Found.There there) {
        RunRecord running = intended.running(child.pid(), there.view().startTicks());
        records.write(call.resource(), running);
        return awaitReady(call, parameters, running);
      }
      return ended(call, "process " + child.pid() + " has ended");
    } catch (IOException e) {
      return AgentResult.failed("it could not be started: " + e.getMessage());
    }
  }

  private Process spawn(
      AgentCall call, ProcessParameters parameters, Path program, RunRecord intended)
      throws IOException {
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("PATH", ProcessParameters.PATH);
    environment.put("LANG", "C.UTF-8");
    environment.putAll(parameters.environment());
    environment.put("HA_RESOURCE", call.resource().value());
    environment.put(RunRecord.MARK, intended.mark());
    List<String> arguments = new java.util.ArrayList<>(parameters.command());
    arguments.set(0, program.toString());
    Path directory = parameters.directory().orElse(Path.of("/"));
    Path log = log(call, parameters);
    return launcher.start(
        new Command(arguments, environment, Optional.of(directory), true),
        builder ->
            builder
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
  }

  private Path log(AgentCall call, ProcessParameters parameters) throws IOException {
    Path log = parameters.log().orElse(settings.logDirectory().resolve(call.resource() + ".log"));
    Path directory = log.toAbsolutePath().getParent();
    if (directory != null) {
      PrivateFiles.makeDirectory(directory);
    }
    return log;
  }

  /** Until the program serves, has ended, or the time is over; then it is killed. */
  private AgentResult awaitReady(AgentCall call, ProcessParameters parameters, RunRecord record)
      throws InterruptedException {
    var alive = call.clock().now();
    String problem = "";
    Duration poll = FIRST_POLL;
    while (call.remaining().isPositive()) {
      switch (programs.look(call.resource())) {
        case Standing.Stopped stopped -> {
          return ended(call, stopped.reason());
        }
        case Standing.Remains remains -> {
          return AgentResult.failed(remains.sentence());
        }
        case Standing.Unclear unclear -> {
          return new Unknown(unclear.reason());
        }
        case Standing.Running running -> {
          problem = parameters.ready().flatMap(r -> r.problem(call.remaining())).orElse("");
        }
      }
      boolean settled = call.clock().now().since(alive).compareTo(parameters.settle()) >= 0;
      if (problem.isEmpty() && (settled || parameters.ready().isPresent())) {
        return AgentResult.OK;
      }
      poll = rest(poll);
    }
    String left = killAll(record);
    return new TimedOut(
        "not ready after " + Durations.text(call.timeout()) + ": " + problem + "; killed" + left);
  }

  /** Waits a little, and says how long to wait next time: looking at all processes is not free. */
  private static Duration rest(Duration poll) throws InterruptedException {
    Thread.sleep(poll);
    Duration longer = poll.multipliedBy(2);
    return longer.compareTo(LONGEST_POLL) < 0 ? longer : LONGEST_POLL;
  }

  private String killAll(RunRecord record) throws InterruptedException {
    try {
      List<ProcessView> left = programs.signal(record, Signals.KILL);
      for (int i = 0; i < 10 && !left.isEmpty(); i++) {
        Thread.sleep(FIRST_POLL);
        left = programs.signal(record, Signals.KILL);
      }
      return left.isEmpty() ? "" : ", but still there: " + left;
    } catch (IOException e) {
      return ", but " + e.getMessage();
    }
  }

  /** The program has ended though it was to run. */
  private AgentResult ended(AgentCall call, String reason) {
    return AgentResult.failed(reason + exitCode(call.resource()) + lastWords(call));
  }

  private String exitCode(ResourceId resource) {
    Process child = children.get(resource);
    if (child == null || child.isAlive()) {
      return "";
    }
    int code = child.exitValue();
    return code > 128 ? " by signal " + (code - 128) : " with exit code " + code;
  }

  private String lastWords(AgentCall call) {
    try {
      Path log =
          call.parameter("log")
              .map(Path::of)
              .orElse(settings.logDirectory().resolve(call.resource() + ".log"));
      String words = LastLines.of(log, 3);
      return words.isEmpty() ? "" : "; it last wrote: " + words;
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return "";
    }
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return switch (programs.look(call.resource())) {
      case Standing.Stopped stopped -> forget(call.resource());
      case Standing.Unclear unclear -> new Unknown(unclear.reason());
      case Standing.Running running -> end(call, running.record());
      case Standing.Remains remains -> end(call, remains.record());
    };
  }

  private AgentResult end(AgentCall call, RunRecord record) throws InterruptedException {
    Duration share = call.timeout().dividedBy(KILL_SHARE);
    Duration forKill = share.compareTo(MOST_FOR_KILL) < 0 ? share : MOST_FOR_KILL;
    Duration poll = FIRST_POLL;
    try {
      programs.signal(record, record.stopSignal());
      while (call.remaining().compareTo(forKill) > 0) {
        if (programs.members(record).isEmpty()) {
          return forget(call.resource());
        }
        poll = rest(poll);
      }
      List<ProcessView> left = programs.signal(record, Signals.KILL);
      while (!left.isEmpty() && call.remaining().isPositive()) {
        Thread.sleep(FIRST_POLL);
        left = programs.signal(record, Signals.KILL);
      }
      return left.isEmpty()
          ? forget(call.resource())
          : new TimedOut("killed, but still there: " + left);
    } catch (IOException e) {
      return new Unknown("the processes of this machine cannot be seen: " + e.getMessage());
    }
  }

  private AgentResult forget(ResourceId resource) {
    children.remove(resource);
    try {
      records.delete(resource);
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("stopped, but its record cannot be removed: " + e.getMessage());
    }
  }

  @Override
  public boolean provesStopped() {
    return true;
  }

  @Override
  public AgentResult monitor(AgentCall call) {
    return switch (programs.look(call.resource())) {
      case Standing.Stopped stopped -> new NotRunning(died(call, stopped.reason()));
      case Standing.Unclear unclear -> new Unknown(unclear.reason());
      case Standing.Remains remains -> AgentResult.failed(remains.sentence());
      case Standing.Running running -> health(call);
    };
  }

  private String died(AgentCall call, String reason) {
    return reason.isEmpty() ? "" : reason + exitCode(call.resource()) + lastWords(call);
  }

  /** The program lives; whether it serves says its own page, where one is named. */
  private static AgentResult health(AgentCall call) {
    Optional<Readiness> ready;
    try {
      ready = call.parameter("ready").map(Readiness::parse);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid("parameter 'ready': " + e.getMessage());
    }
    Optional<String> problem = ready.flatMap(r -> r.problem(call.remaining()));
    if (problem.isEmpty()) {
      return AgentResult.OK;
    }
    return call.remaining().isPositive()
        ? AgentResult.failed(problem.get())
        : new TimedOut(problem.get());
  }

  @Override
  public AgentResult validate(AgentCall call) {
    try {
      ProcessParameters parameters = ProcessParameters.of(call);
      if (parameters.directory().filter(d -> !Files.isDirectory(d)).isPresent()) {
        return AgentResult.invalid("parameter 'directory' names no directory of this node");
      }
      return parameters.program().isPresent()
          ? AgentResult.OK
          : new Failed(
              Kind.NOT_INSTALLED,
              "program '" + parameters.command().getFirst() + "' is not there or not executable");
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Watch watch(AgentCall call, Observer observer) {
    return switch (programs.look(call.resource())) {
      case Standing.Running running ->
          DeathWatch.begin(
              running.record(),
              processes,
              Optional.ofNullable(children.get(call.resource())),
              () -> observer.ended(monitor(call)));
      case Standing.Stopped stopped -> Watch.NONE;
      case Standing.Remains remains -> Watch.NONE;
      case Standing.Unclear unclear -> Watch.NONE;
    };
  }
}
