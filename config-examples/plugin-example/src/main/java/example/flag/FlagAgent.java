package example.flag;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Unknown;
import ha.agents.Operation;
import ha.agents.ParameterValues;
import ha.agents.ResourceAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A file that is there while the resource runs. */
final class FlagAgent implements ResourceAgent {
  private static final AgentMetadata METADATA =
      new AgentMetadata(
          "flag",
          "1",
          "a file that is there while it runs",
          "For programs that look for a file to know whether they are on the active node.",
          List.of(
              Parameter.required("file", AgentMetadata.Type.PATH, "the file").unique("file"),
              Parameter.optional(
                  "text", AgentMetadata.Type.STRING, Optional.of("active"), "what is in it")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(10)),
              Action.of(Operation.STOP, Duration.ofSeconds(10)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(10),
                  Optional.empty())),
          List.of());

  @Override
  public AgentDescription describe() {
    return METADATA;
  }

  /** What is done with the file, once the parameters are known to be good. */
  @FunctionalInterface
  private interface Step {
    AgentResult take(Path file, ParameterValues values) throws IOException;
  }

  private static AgentResult with(AgentCall call, Step step) {
    try {
      ParameterValues values = ParameterValues.of(METADATA, call);
      return step.take(Path.of(values.need("file")), values);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // What cannot be told is never "not running".
      return call.operation().onlyLooks()
          ? new Unknown(e.toString())
          : AgentResult.failed(e.toString());
    }
  }

  @Override
  public AgentResult start(AgentCall call) {
    return with(
        call,
        (file, values) -> {
          Files.writeString(file, values.need("text") + "\n");
          return AgentResult.OK;
        });
  }

  @Override
  public AgentResult stop(AgentCall call) {
    return with(
        call,
        (file, values) -> {
          Files.deleteIfExists(file);
          return AgentResult.OK;
        });
  }

  @Override
  public AgentResult monitor(AgentCall call) {
    return with(
        call,
        (file, values) -> {
          try {
            var attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                ? AgentResult.OK
                : AgentResult.failed(file + " is no plain file");
          } catch (NoSuchFileException e) {
            return AgentResult.NOT_RUNNING;
          }
        });
  }
}
