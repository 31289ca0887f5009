package ha.model;

import org.jspecify.annotations.Nullable;

/** Name of a node as the definitions spell it; 1 to 63 characters of {@code [A-Za-z0-9._-]}. */
public record NodeName(String value) implements Name, Comparable<NodeName> {
  public NodeName {
    Name.require("node", value, 63);
  }

  // As a record's own, which takes its time: names are compared and looked up more than all else.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeName(String name) && value.equals(name);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
