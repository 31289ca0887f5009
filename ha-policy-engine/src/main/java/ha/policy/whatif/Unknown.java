package ha.policy.whatif;

import java.util.List;

/**
 * A name in an injection that the situation does not know.
 *
 * @param kind {@code node}, {@code resource}, {@code ticket} or {@code operation}
 * @param known the names that there are, in order
 */
public record Unknown(String kind, String name, List<String> known) {
  public Unknown {
    known = List.copyOf(known);
  }
}
