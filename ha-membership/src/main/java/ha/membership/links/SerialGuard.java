package ha.membership.links;

import java.io.ObjectInputFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forbids Java's object deserialization in the whole process: nothing here needs it, attacks do.
 */
final class SerialGuard {
  private static final Logger LOG = LoggerFactory.getLogger(SerialGuard.class);

  private SerialGuard() {}

  static synchronized void install() {
    if (ObjectInputFilter.Config.getSerialFilter() != null) {
      return;
    }
    try {
      ObjectInputFilter.Config.setSerialFilter(info -> ObjectInputFilter.Status.REJECTED);
    } catch (IllegalStateException e) {
      LOG.warn("object deserialization could not be forbidden: {}", e.getMessage());
    }
  }
}
