package ha.membership.links;

/**
 * Datagrams that came in and what became of them, since start; for metrics.
 *
 * @param delivered authentic, of a proven session, first copy
 * @param copies authentic but seen before: the other links' copies, and replays
 * @param unproven authentic but of a session that has not answered a challenge: restarts in
 *     progress, or replays of a dead session
 * @param unknownKey sealed with a key that this node does not have
 * @param forged of a known key, but changed or made up
 * @param malformed not ours at all, or of another version
 * @param foreign authentic, but of another cluster or of a node that is not configured
 * @param shed not looked at, because too many unknown sessions came at once
 */
public record LinksCounters(
    long delivered,
    long copies,
    long unproven,
    long unknownKey,
    long forged,
    long malformed,
    long foreign,
    long shed) {}
