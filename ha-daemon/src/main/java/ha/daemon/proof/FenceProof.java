package ha.daemon.proof;

import ha.model.DeviceId;
import ha.model.NodeName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one member found when it asked a device whether it could fence a node.
 *
 * @param by the member that asked
 * @param at when (UTC, whole seconds)
 * @param detail what came of it; holds no secret
 */
public record FenceProof(
    NodeName by, DeviceId device, NodeName target, boolean good, Instant at, String detail) {
  private static final String PREFIX = "#fence-check/";
  private static final String GOOD = "ok";
  private static final String BAD = "failed";
  private static final int LONGEST_DETAIL = 300;

  public FenceProof {
    at = at.truncatedTo(ChronoUnit.SECONDS);
    String line = detail.lines().findFirst().orElse("");
    detail = line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "…";
  }

  /** Name of the attribute that holds it. */
  public String attribute() {
    return PREFIX + device + "/" + target;
  }

  /** Value of the attribute. */
  public String value() {
    return (good ? GOOD : BAD) + " " + at + " " + detail;
  }

  /** All that is known of a device and a node, by whoever asked, in the order of the members. */
  public static List<FenceProof> of(
      DeviceId device, NodeName target, SortedMap<NodeName, SortedMap<String, String>> attributes) {
    List<FenceProof> found = new ArrayList<>();
    for (Map.Entry<NodeName, SortedMap<String, String>> member : attributes.entrySet()) {
      Optional.ofNullable(member.getValue().get(PREFIX + device + "/" + target))
          .flatMap(value -> parse(member.getKey(), device, target, value))
          .ifPresent(found::add);
    }
    return found;
  }

  private static Optional<FenceProof> parse(
      NodeName by, DeviceId device, NodeName target, String value) {
    String[] words = value.split(" ", 3);
    if (words.length < 3 || !(words[0].equals(GOOD) || words[0].equals(BAD))) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.parse(words[1]);
      return Optional.of(new FenceProof(by, device, target, words[0].equals(GOOD), at, words[2]));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
