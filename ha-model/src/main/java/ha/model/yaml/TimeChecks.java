package ha.model.yaml;

import ha.model.Durations;
import ha.model.definition.AgentRef;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames.Cluster;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Primitive;
import java.time.Duration;
import java.util.Optional;

/** Times of what lies below the resources that have to fit the cluster's own. */
final class TimeChecks {
  private static final AgentRef O2CB = AgentRef.builtIn("o2cb");
  private static final String DEAD_AFTER = "dead-after";

  /** What O2CB waits where nobody says otherwise. */
  private static final Duration USUAL = Duration.ofSeconds(60);

  private final Definitions definitions;
  private final Findings findings;

  private TimeChecks(Definitions definitions, Findings findings) {
    this.definitions = definitions;
    this.findings = findings;
  }

  static void run(Definitions definitions, Findings findings) {
    TimeChecks checks = new TimeChecks(definitions, findings);
    definitions.resources().values().forEach(checks::resource);
  }

  private void resource(ResourceDefinition resource) {
    switch (resource) {
      case Primitive primitive -> primitive(primitive);
      case ResourceDefinition.Group group -> group.members().forEach(this::primitive);
      case ResourceDefinition.Clone clone -> resource(clone.child());
      case ResourceDefinition.Bundle ignored -> {}
    }
  }

  private void primitive(Primitive primitive) {
    boolean fencing = Clusterwide.option(definitions, Cluster.FENCING).equals("true");
    if (fencing && primitive.agent().equals(O2CB)) {
      deadAfter(primitive);
    }
  }

  /**
   * Until the other node is off DRBD holds all writes back, O2CB's own beats too, and a node that
   * cannot beat for {@code dead-after} resets itself: the one that is to go on.
   */
  private void deadAfter(Primitive stack) {
    Optional<String> written = Clusterwide.first(stack.parameters(), DEAD_AFTER);
    Duration waits = written.flatMap(Durations::read).orElse(USUAL);
    Duration detection = definitions.cluster().detection();
    Duration delay =
        definitions.cluster().fenceDelay().plus(option(Cluster.PRIORITY_FENCING_DELAY));
    Duration fencing = option(Cluster.FENCE_TIMEOUT);
    Duration needed = detection.plus(delay).plus(fencing);
    if (waits.compareTo(needed) < 0) {
      findings.warning(
          stack.position(),
          "a node that waits for the other to be fenced resets itself after "
              + written.orElse(Durations.text(USUAL))
              + " ("
              + DEAD_AFTER
              + "), and that may take "
              + Durations.text(needed)
              + ": detection "
              + Durations.text(detection)
              + ", fence-delay "
              + Durations.text(delay)
              + ", fence-timeout "
              + Durations.text(fencing),
          "a longer " + DEAD_AFTER + "; OCFS2 does not wait for it once a node is off for certain",
          "write dead-after: " + Durations.text(needed) + " here, or a shorter fence-timeout");
    }
  }

  private Duration option(String name) {
    return Durations.read(Clusterwide.option(definitions, name)).orElse(Duration.ZERO);
  }
}
