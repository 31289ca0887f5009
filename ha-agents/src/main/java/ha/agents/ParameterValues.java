package ha.agents;

import ha.agents.AgentMetadata.Parameter;
import ha.model.Sizes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a call, checked against what the agent says about itself. Defaults come from
 * there too, so that they are written in one place.
 */
public final class ParameterValues {
  private final AgentMetadata metadata;
  private final AgentCall call;

  private ParameterValues(AgentMetadata metadata, AgentCall call) {
    this.metadata = metadata;
    this.call = call;
  }

  /**
   * Checks all of them.
   *
   * @throws IllegalArgumentException that names each wrong one and what was expected
   */
  public static ParameterValues of(AgentMetadata metadata, AgentCall call) {
    List<String> problems = metadata.problems(call.parameters());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new ParameterValues(metadata, call);
  }

  /** The value as written, or the default; empty where there is neither. */
  public Optional<String> text(String name) {
    return call.parameter(name).or(() -> parameter(name).defaultValue());
  }

  /** The value of a parameter that is required or has a default. */
  public String need(String name) {
    return text(name).orElseThrow(() -> new IllegalStateException("no default for " + name));
  }

  /** The length of time of a parameter that is required or has a default. */
  public Duration duration(String name) {
    return Durations.parse(need(name)).orElseThrow();
  }

  /** The length of time of an optional parameter. */
  public Optional<Duration> durationIfGiven(String name) {
    return text(name).flatMap(Durations::parse);
  }

  /** The whole number of a parameter that is required or has a default. */
  public long integer(String name) {
    return Long.parseLong(need(name).strip());
  }

  /** The bytes of an optional parameter. */
  public Optional<Long> bytes(String name) {
    return text(name).flatMap(Sizes::read);
  }

  /** The answer of a parameter that is required or has a default. */
  public boolean flag(String name) {
    return ParameterType.flag(need(name)).orElseThrow();
  }

  /** The path of an optional parameter. */
  public Optional<Path> path(String name) {
    return text(name).map(Path::of);
  }

  private Parameter parameter(String name) {
    return metadata.parameters().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no parameter " + name));
  }
}
