package ha.policy.fuzz;

import ha.policy.conformance.Comparison;
import ha.policy.conformance.Difference;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/**
 * What the two make of one situation.
 *
 * @param refused whether the peer takes it for no situation at all
 */
record Verdict(
    boolean refused, List<Difference> differences, Optional<JsonNode> peer, JsonNode ours) {

  static Verdict of(Document cib, Peer peer) throws IOException {
    Optional<JsonNode> theirs = peer.decide(cib, now());
    JsonNode ours = Ours.decide(cib);
    List<Difference> differences =
        theirs.map(plan -> Comparison.between(plan, ours)).orElse(List.of());
    return new Verdict(theirs.isEmpty(), differences, theirs, ours);
  }

  private static Instant now() {
    return Ours.SOME_DAY;
  }

  boolean agrees() {
    return differences.isEmpty();
  }

  /** The worst kind in which they differ. */
  Optional<Difference.Kind> kind() {
    return differences.stream().map(Difference::kind).sorted().findFirst();
  }
}
