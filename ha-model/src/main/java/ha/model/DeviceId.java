package ha.model;

/** Name of a fence device. */
public record DeviceId(String value) implements Name, Comparable<DeviceId> {
  public DeviceId {
    Name.require("fence device", value, 255);
  }

  @Override
  public int compareTo(DeviceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
