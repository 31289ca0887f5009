package ha.model;

import org.jspecify.annotations.Nullable;

/**
 * Name of a resource, or of one instance of a clone: {@code disk} or {@code disk:0}.
 *
 * <p>Instance numbers follow a colon and are part of the value.
 */
public record ResourceId(String value) implements Name, Comparable<ResourceId> {
  public ResourceId {
    Name.require("resource", value, 255);
  }

  /** The same resource's instance {@code number}, from 0. */
  public ResourceId instance(int number) {
    return new ResourceId(base() + ":" + number);
  }

  /** The name without an instance number. */
  public String base() {
    int colon = value.lastIndexOf(':');
    return colon > 0 && digits(colon + 1) ? value.substring(0, colon) : value;
  }

  private boolean digits(int from) {
    for (int i = from; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return from < value.length();
  }

  // As a record's own, which takes its time: names are compared and looked up more than all else.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceId(String name) && value.equals(name);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public int compareTo(ResourceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
