package ha.agents.ocf;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.OcfCodes;
import ha.agents.Operation;
import ha.agents.ResourceAgent;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLStreamException;

/** One OCF script. */
final class OcfAgent implements ResourceAgent {
  private static final Duration DESCRIBE_TIMEOUT = Duration.ofSeconds(30);
  private static final String REASON = "ocf-exit-reason:";

  private final AgentRef ref;
  private final AgentSettings settings;
  private final OcfScripts scripts;
  private final AttributeHelpers helpers;
  private final AtomicReference<Optional<Known>> known = new AtomicReference<>(Optional.empty());

  OcfAgent(AgentRef ref, AgentSettings settings, AttributeHelpers helpers) {
    this.ref = ref;
    this.settings =
        settings.helperDirectory().isPresent()
            ? settings
            : settings.withOcf(
                settings.ocfRoot(), settings.ocfStateDirectory(), Optional.of(helpers.programs()));
    this.helpers = helpers;
    this.scripts = new OcfScripts(settings.ocfRoot());
  }

  /** A description, and the file that it is of. */
  private record Known(
      Path path, FileTime changed, long size, AgentMetadata metadata, boolean reloadAgent) {
    boolean stillOf(Path otherPath, FileTime otherChanged, long otherSize) {
      return path.equals(otherPath) && changed.equals(otherChanged) && size == otherSize;
    }
  }

  @Override
  public AgentDescription describe() {
    return switch (scripts.find(ref)) {
      case OcfScripts.Script.Missing missing -> new AgentDescription.Unavailable(missing.reason());
      case OcfScripts.Script.Refused refused -> new AgentDescription.Unavailable(refused.reason());
      case OcfScripts.Script.Found found -> describe(found.path());
    };
  }

  private AgentDescription describe(Path script) {
    try {
      FileTime changed = Files.getLastModifiedTime(script);
      long size = Files.size(script);
      Optional<Known> earlier = known.get().filter(k -> k.stillOf(script, changed, size));
      if (earlier.isPresent()) {
        return earlier.get().metadata();
      }
      String xml = ask(script);
      AgentMetadata metadata = OcfMetadata.read(xml);
      boolean reloadAgent = xml.contains("\"reload-agent\"");
      known.set(Optional.of(new Known(script, changed, size, metadata, reloadAgent)));
      return metadata;
    } catch (IOException | XMLStreamException e) {
      return new AgentDescription.Unavailable(
          "agent '" + ref + "' does not describe itself: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new AgentDescription.Unavailable("interrupted while asking agent '" + ref + "'");
    }
  }

  private String ask(Path script) throws IOException, InterruptedException {
    Command command =
        new Command(
            List.of(script.toString(), "meta-data"),
            OcfEnvironment.base(ref, settings),
            Optional.of(Path.of("/")),
            false);
    CommandOutcome outcome =
        settings.commands().run(command, settings.clock().now().plus(DESCRIBE_TIMEOUT));
    return switch (outcome) {
      case CommandOutcome.Exited exited when exited.code() == 0 -> exited.output();
      case CommandOutcome.Exited exited -> throw new IOException("exit code " + exited.code());
      case CommandOutcome.Signalled signalled ->
          throw new IOException("ended by signal " + signalled.signal());
      case CommandOutcome.Expired expired ->
          throw new IOException(expired.sentence(DESCRIBE_TIMEOUT));
      case CommandOutcome.NotStarted failed -> throw new IOException(failed.reason());
    };
  }

  @Override
  public AgentResult perform(AgentCall call) throws InterruptedException {
    Optional<String> unusable = OcfEnvironment.unusable(call.parameters());
    if (unusable.isPresent()) {
      return AgentResult.invalid(
          "parameter name '"
              + unusable.get()
              + "' cannot be given to an OCF agent; allowed are letters, digits and _");
    }
    return switch (scripts.find(ref)) {
      case OcfScripts.Script.Missing missing -> new Failed(Kind.NOT_INSTALLED, missing.reason());
      case OcfScripts.Script.Refused refused ->
          new Failed(Kind.INSUFFICIENT_PRIVILEGE, refused.reason());
      case OcfScripts.Script.Found found -> run(call, found.path());
    };
  }

  private AgentResult run(AgentCall call, Path script) throws InterruptedException {
    try {
      Files.createDirectories(settings.ocfStateDirectory());
    } catch (IOException e) {
      return AgentResult.failed(
          "directory " + settings.ocfStateDirectory() + " cannot be made: " + e.getMessage());
    }
    CommandOutcome outcome;
    try {
      SortedMap<String, String> variables = OcfEnvironment.of(call, settings);
      ScriptLink link = helpers.open(variables, call);
      Command command =
          new Command(
              List.of(script.toString(), action(call.operation())),
              variables,
              Optional.of(Path.of("/")),
              true);
      try {
        outcome = call.run(command);
      } finally {
        link.close();
      }
    } catch (IOException e) {
      return new Unknown("the programs that scripts need cannot be written: " + e.getMessage());
    }
    String reason = reason(outcome.output());
    return switch (outcome) {
      case CommandOutcome.Exited exited -> OcfCodes.result(exited.code(), reason);
      case CommandOutcome.Expired expired ->
          new TimedOut((reason.isEmpty() ? "" : reason + "; ") + expired.sentence(call.timeout()));
      case CommandOutcome.Signalled signalled ->
          new Unknown("the agent was ended by signal " + signalled.signal());
      case CommandOutcome.NotStarted failed ->
          new Unknown("the agent could not be run: " + failed.reason());
    };
  }

  /** API 1.1 calls it {@code reload-agent}; {@code reload} meant the service's own reload. */
  private String action(Operation operation) {
    if (operation != Operation.RELOAD || !(describe() instanceof AgentMetadata)) {
      return operation.wireName();
    }
    boolean newWord = known.get().filter(Known::reloadAgent).isPresent();
    return newWord ? "reload-agent" : operation.wireName();
  }

  /** The last reason that a script gave, else its last line of output. */
  private static String reason(String output) {
    String last = "";
    String reason = "";
    for (String line : output.lines().toList()) {
      if (line.startsWith(REASON)) {
        reason = line.substring(REASON.length()).strip();
      } else if (!line.isBlank()) {
        last = line.strip();
      }
    }
    return reason.isEmpty() ? last : reason;
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.START));
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.STOP));
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.MONITOR));
  }

  @Override
  public AgentResult promote(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.PROMOTE));
  }

  @Override
  public AgentResult demote(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.DEMOTE));
  }

  @Override
  public AgentResult notify(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.NOTIFY));
  }

  @Override
  public AgentResult migrateTo(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.MIGRATE_TO));
  }

  @Override
  public AgentResult migrateFrom(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.MIGRATE_FROM));
  }

  @Override
  public AgentResult reload(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.RELOAD));
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    return perform(call.asking(Operation.VALIDATE));
  }
}
