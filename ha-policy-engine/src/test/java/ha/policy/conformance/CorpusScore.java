package ha.policy.conformance;

import ha.policy.conformance.Difference.Kind;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** In which of the four a result agrees with the expectation. */
record CorpusScore(boolean placement, boolean actions, boolean graph, boolean order) {

  static CorpusScore of(JsonNode want, JsonNode got) {
    List<Kind> differing =
        Comparison.between(want, got).stream().map(Difference::kind).distinct().toList();
    return new CorpusScore(
        !differing.contains(Kind.PLACEMENT),
        !differing.contains(Kind.ACTIONS),
        !differing.contains(Kind.GRAPH),
        !differing.contains(Kind.ORDER));
  }

  boolean all() {
    return placement && actions && graph && order;
  }
}
