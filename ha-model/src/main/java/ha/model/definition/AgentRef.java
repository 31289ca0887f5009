package ha.model.definition;

import java.util.Optional;

/**
 * Which agent manages a resource: {@code ocf:heartbeat:IPaddr2}, {@code systemd:nginx}, or a
 * built-in one by its bare name ({@code process}), whose standard is {@value #BUILT_IN}.
 *
 * @param standard {@code ha} (built in), {@code ocf}, {@code systemd}, {@code lsb}, {@code fence}
 * @param provider second part of an OCF name
 * @param type the agent itself
 */
public record AgentRef(String standard, Optional<String> provider, String type) {
  public static final String BUILT_IN = "ha";

  /** A built-in agent. */
  public static AgentRef builtIn(String type) {
    return new AgentRef(BUILT_IN, Optional.empty(), type);
  }

  /**
   * Reads {@code type}, {@code standard:type} or {@code standard:provider:type}.
   *
   * @throws IllegalArgumentException if a part is empty or there are more than three
   */
  public static AgentRef parse(String text) {
    String[] parts = text.split(":", -1);
    for (String part : parts) {
      if (part.isEmpty()) {
        throw new IllegalArgumentException("agent '" + text + "' has an empty part");
      }
    }
    return switch (parts.length) {
      case 1 -> builtIn(parts[0]);
      case 2 -> new AgentRef(parts[0], Optional.empty(), parts[1]);
      case 3 -> new AgentRef(parts[0], Optional.of(parts[1]), parts[2]);
      default ->
          throw new IllegalArgumentException(
              "agent '" + text + "' must be type, standard:type or standard:provider:type");
    };
  }

  @Override
  public String toString() {
    if (standard.equals(BUILT_IN)) {
      return type;
    }
    return provider.map(p -> standard + ":" + p + ":" + type).orElse(standard + ":" + type);
  }
}
