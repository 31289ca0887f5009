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

  /** What a person needs who has to look whether a node is off. */
  private static final Duration PERSON = Duration.ofMinutes(10);

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
   * cannot beat for {@code dead-after} resets itself: the one that is to go on. Where the fence
   * device is dead as well, that lasts until a person has looked (seen in the lab).
   */
  private void deadAfter(Primitive stack) {
    Optional<String> written = Clusterwide.first(stack.parameters(), DEAD_AFTER);
    Duration waits = written.flatMap(Durations::read).orElse(USUAL);
    Duration detection = definitions.cluster().detection();
    Duration delay =
        definitions.cluster().fenceDelay().plus(option(Cluster.PRIORITY_FENCING_DELAY));
    Duration fencing = option(Cluster.FENCE_TIMEOUT);
    Duration fenced = detection.plus(delay).plus(fencing);
    if (waits.compareTo(fenced.plus(PERSON)) < 0) {
      findings.warning(
          stack.position(),
          "a node that waits for the other to be off resets itself after "
              + written.orElse(Durations.text(USUAL))
              + " ("
              + DEAD_AFTER
              + "): fencing may take "
              + Durations.text(fenced)
              + " (detection "
              + Durations.text(detection)
              + ", fence-delay "
              + Durations.text(delay)
              + ", fence-timeout "
              + Durations.text(fencing)
              + "), and a person who has to confirm it more",
          "a long " + DEAD_AFTER + "; OCFS2 does not wait for it once a node is off for certain",
          "write dead-after: 1h here");
    }
  }

  private Duration option(String name) {
    return Durations.read(Clusterwide.option(definitions, name)).orElse(Duration.ZERO);
  }
}
