package ha.policy.utilization;

import ha.model.ResourceId;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Memory that a resource needs by the word of its agent, where the definitions do not say it: an
 * agent that reads it from a configuration leaves it, in bytes, as an attribute of its node.
 */
public final class ToldMemory {
  /** The kind of capacity that this is about. */
  public static final String KIND = "memory";

  private static final String PREFIX = "utilization-memory-";

  /** Nobody counts a node's memory in MiB and has a PiB, or in bytes and has less than a GiB. */
  private static final long LEAST_IN_BYTES = 1L << 30;

  private static final long MEBIBYTE = 1L << 20;

  private ToldMemory() {}

  /**
   * In the unit in which the nodes' memory is written, MiB or bytes; rounded up. Empty if no agent
   * has told it, or no node says how much it has.
   *
   * @param attributes of each node
   * @param capacities of memory, of those nodes that say it
   */
  public static OptionalLong of(
      ResourceId resource,
      Collection<? extends Map<String, String>> attributes,
      Collection<Long> capacities) {
    if (capacities.isEmpty()) {
      return OptionalLong.empty();
    }
    String name = PREFIX + resource.base();
    OptionalLong told =
        attributes.stream()
            .map(all -> all.getOrDefault(name, ""))
            .filter(text -> text.matches("[0-9]{1,18}"))
            .mapToLong(Long::parseLong)
            .max();
    OptionalLong least = capacities.stream().mapToLong(Long::longValue).min();
    if (told.isEmpty() || least.isEmpty()) {
      return OptionalLong.empty();
    }
    return least.getAsLong() >= LEAST_IN_BYTES
        ? told
        : OptionalLong.of(Math.ceilDiv(told.getAsLong(), MEBIBYTE));
  }
}
