package ha.agents;

import ha.model.Sizes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How values of a kind of parameter are checked. */
final class ParameterType {
  private static final Set<String> YES = Set.of("true", "yes", "on", "1", "y");
  private static final Set<String> NO = Set.of("false", "no", "off", "0", "n");

  private ParameterType() {}

  /** What was expected in place of {@code value}; empty if it is good. */
  static Optional<String> expected(AgentMetadata.Type type, List<String> choices, String value) {
    boolean good =
        switch (type) {
          case STRING -> true;
          case INTEGER -> value.strip().matches("[+-]?[0-9]{1,18}");
          case BOOLEAN -> flag(value).isPresent();
          case DURATION -> Durations.parse(value).isPresent();
          case SIZE -> Sizes.read(value).isPresent();
          case PATH -> value.startsWith("/") && value.indexOf('\0') < 0;
          case ADDRESS -> IpAddress.parse(value).isPresent();
          case SELECT -> choices.contains(value);
        };
    return good
        ? Optional.empty()
        : Optional.of(
            switch (type) {
              case STRING -> "text";
              case INTEGER -> "a whole number";
              case BOOLEAN -> "true or false";
              case DURATION -> "a time such as 500ms, 10s or 2m";
              case SIZE -> "a size such as 512MiB or 10GiB";
              case PATH -> "an absolute path";
              case ADDRESS -> "an IPv4 or IPv6 address in figures";
              case SELECT -> "one of " + String.join(", ", choices);
            });
  }

  /** Yes or no as OCF and YAML spell them; empty if it is neither. */
  static Optional<Boolean> flag(String value) {
    String word = value.strip().toLowerCase(Locale.ROOT);
    return YES.contains(word)
        ? Optional.of(true)
        : NO.contains(word) ? Optional.of(false) : Optional.empty();
  }
}
