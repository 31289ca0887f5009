package ha.membership.links;

import java.time.Duration;

/**
 * Numbers that seldom need a change.
 *
 * @param bundleBytes most payload bytes of one datagram of the message layer; 1350 fits every
 *     Ethernet path without fragments
 * @param linkTimeout silence after which a link counts as down
 * @param queueBytes most bytes of messages that wait for one peer; more are refused
 * @param forget silence of a peer after which the messages that wait for it are dropped
 */
public record LinksTuning(int bundleBytes, Duration linkTimeout, long queueBytes, Duration forget) {
  /** 1350 bytes, 1 s, 20 MiB, 30 s. */
  public static final LinksTuning DEFAULT =
      new LinksTuning(1350, Duration.ofSeconds(1), 20L << 20, Duration.ofSeconds(30));

  public LinksTuning {
    if (bundleBytes < 500 || bundleBytes > 60_000) {
      throw new IllegalArgumentException(
          "bundle size is " + bundleBytes + " bytes; it must be 500 to 60000");
    }
    if (queueBytes < Links.LONGEST_MESSAGE) {
      throw new IllegalArgumentException(
          "queue limit is " + queueBytes + " bytes; it must hold one message of 16 MiB");
    }
  }
}
