package ha.membership.links;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what is wrong with datagrams of others: a sentence per cause and address, and then not again
 * for a while, however many come. Owned by the wire's thread.
 */
final class Complaints {
  /** Causes, each counted for itself. */
  enum Cause {
    WRONG_KEY,
    FORGED,
    VERSION,
    WRONG_CLUSTER,
    UNKNOWN_NODE,
    DUPLICATE_NAME
  }

  private record Subject(Cause cause, InetAddress address) {}

  private static final class Said {
    long saidNanos;
    long unsaid;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
  private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int MOST_SUBJECTS = 256;

  private final Map<Subject, Said> records = new HashMap<>();

  /** Logs the sentence unless it was said of late; returns whether it did. */
  boolean say(Cause cause, InetSocketAddress source, long nowNanos, String sentence) {
    Subject subject = new Subject(cause, source.getAddress());
    Said known = records.get(subject);
    if (known != null && nowNanos - known.saidNanos < PAUSE_NANOS) {
      known.unsaid++;
      return false;
    }
    if (known == null) {
      if (records.size() >= MOST_SUBJECTS) {
        records.values().removeIf(r -> nowNanos - r.saidNanos >= PAUSE_NANOS);
        if (records.size() >= MOST_SUBJECTS) {
          return false;
        }
      }
      known = new Said();
      records.put(subject, known);
    }
    String more = known.unsaid == 0 ? "" : " (and " + known.unsaid + " times more since)";
    LOG.warn("{}{}", sentence, more);
    known.saidNanos = nowNanos;
    known.unsaid = 0;
    return true;
  }
}
