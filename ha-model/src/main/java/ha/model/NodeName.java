package ha.model;

/** Name of a node as the definitions spell it; 1 to 63 characters of {@code [A-Za-z0-9._-]}. */
public record NodeName(String value) implements Name, Comparable<NodeName> {
  public NodeName {
    Name.require("node", value, 63);
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
