package ha.fencing.agent;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a fence agent says of itself.
 *
 * @param parameters by name
 * @param actions {@code off}, {@code on}, {@code status}, …
 * @param onAtJoin whether {@code on} is to be run when a node joins ({@code automatic="1"})
 */
public record AgentMetadata(
    String name,
    String summary,
    NavigableMap<String, Parameter> parameters,
    NavigableSet<String> actions,
    boolean onAtJoin) {
  public AgentMetadata {
    parameters = Collections.unmodifiableNavigableMap(new TreeMap<>(parameters));
    actions = Collections.unmodifiableNavigableSet(new TreeSet<>(actions));
  }

  /**
   * One parameter.
   *
   * @param type {@code string}, {@code boolean}, {@code integer}, {@code second}, {@code select}
   * @param required as the agent says; whether a value is really needed only the agent knows
   * @param deprecated an older name of another parameter; still understood
   */
  public record Parameter(
      String name,
      String type,
      boolean required,
      boolean deprecated,
      Optional<String> defaultValue,
      String summary) {}
}
