package ha.agents.xen;

import ha.agents.AgentCall;
import ha.agents.tool.Remembered;
import ha.model.ResourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much memory a domain needs, as an attribute of the node: where the definitions do not say it,
 * this is what counts when a place for it is chosen.
 */
final class MemoryNeed {
  /** Before the resource's name; the value is in bytes. */
  private static final String ATTRIBUTE = "utilization-memory-";

  private static final long MEBIBYTE = 1L << 20;

  private final Remembered remembered;

  MemoryNeed(Path directory) {
    this.remembered = new Remembered(directory);
  }

  /** Its configuration was read. */
  void configured(AgentCall call, DomainConfig config) {
    tell(call, config.memoryMib());
    if (config.memoryMib().isPresent()) {
      try {
        remembered.put(call.resource(), Long.toString(config.memoryMib().get()));
      } catch (IOException e) {
        // What the domain was given is nearly as good.
        return;
      }
    }
  }

  /**
   * It runs. Its configuration is not read again: it may lie on a file system that is at pause, and
   * the domain is well all the same.
   */
  void runs(AgentCall call, Domain domain) {
    tell(
        call,
        remembered
            .of(call.resource())
            .filter(text -> text.matches("[0-9]{1,9}"))
            .map(Long::valueOf)
            .or(() -> Optional.of(domain.memoryMib())));
  }

  /** It is here no more. What it needs elsewhere is still so. */
  void forget(ResourceId resource) throws IOException {
    remembered.forget(resource);
  }

  private static void tell(AgentCall call, Optional<Long> memoryMib) {
    call.attributes()
        .set(
            ATTRIBUTE + call.resource().base(),
            memoryMib.map(mib -> Long.toString(mib * MEBIBYTE)));
  }
}
