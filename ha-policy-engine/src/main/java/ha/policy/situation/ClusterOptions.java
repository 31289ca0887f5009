package ha.policy.situation;

import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.plan.PlannedAction.FenceMode;
import ha.policy.options.AttributeSets;
import ha.policy.options.Durations;
import ha.policy.options.RuleContext;
import ha.policy.options.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Options of the cluster, read and typed. */
public record ClusterOptions(
    QuorumPolicy quorumPolicy,
    boolean symmetric,
    boolean fencing,
    FenceMode fenceMode,
    Duration fenceTimeout,
    boolean startupFencing,
    boolean concurrentFencing,
    boolean maintenance,
    boolean stopAll,
    boolean stopOrphanResources,
    boolean stopOrphanOperations,
    boolean startFailureIsFatal,
    boolean probes,
    PlacementStrategy strategy,
    String healthStrategy,
    int healthGreen,
    int healthYellow,
    int healthRed,
    int healthBase,
    boolean shutdownLock,
    Duration shutdownLockLimit,
    int defaultStickiness,
    boolean haveWatchdog,
    Duration priorityFencingDelay,
    boolean waitForWholeClone,
    Map<String, String> all) {

  /** What happens to resources of a partition without quorum. */
  public enum QuorumPolicy {
    STOP,
    FREEZE,
    IGNORE,
    DEMOTE,
    FENCE
  }

  /** How capacities count in placement. */
  public enum PlacementStrategy {
    DEFAULT,
    UTILIZATION,
    MINIMAL,
    BALANCED
  }

  /** Reads the options that hold at {@code now}. */
  public static ClusterOptions of(Definitions definitions, Instant now) {
    Map<String, String> o = AttributeSets.values(definitions.clusterOptions(), RuleContext.at(now));
    boolean fencing = Values.flag(o, OptionNames.Cluster.FENCING, true);
    return new ClusterOptions(
        quorumPolicy(o.getOrDefault(OptionNames.Cluster.NO_QUORUM_POLICY, "stop"), fencing),
        Values.flag(o, OptionNames.Cluster.SYMMETRIC, true),
        fencing,
        o.getOrDefault(OptionNames.Cluster.FENCE_ACTION, "reboot").matches("off|poweroff")
            ? FenceMode.OFF
            : FenceMode.REBOOT,
        duration(o, OptionNames.Cluster.FENCE_TIMEOUT, Duration.ofSeconds(60)),
        Values.flag(o, OptionNames.Cluster.STARTUP_FENCING, true),
        Values.flag(o, OptionNames.Cluster.CONCURRENT_FENCING, true),
        Values.flag(o, OptionNames.Cluster.MAINTENANCE, false),
        Values.flag(o, OptionNames.Cluster.STOP_ALL_RESOURCES, false),
        Values.flag(o, OptionNames.Cluster.STOP_ORPHAN_RESOURCES, true),
        Values.flag(o, OptionNames.Cluster.STOP_ORPHAN_OPERATIONS, true),
        Values.flag(o, OptionNames.Cluster.START_FAILURE_IS_FATAL, true),
        Values.flag(o, OptionNames.Cluster.ENABLE_PROBES, true),
        strategy(o.getOrDefault(OptionNames.Cluster.PLACEMENT_STRATEGY, "default")),
        o.getOrDefault(OptionNames.Cluster.NODE_HEALTH_STRATEGY, "none"),
        Values.score(o, "node-health-green", 0),
        Values.score(o, "node-health-yellow", 0),
        Values.score(o, "node-health-red", -Scores.INFINITY),
        Values.score(o, "node-health-base", 0),
        Values.flag(o, OptionNames.Cluster.SHUTDOWN_LOCK, false),
        duration(o, OptionNames.Cluster.SHUTDOWN_LOCK_LIMIT, Duration.ZERO),
        Values.score(o, OptionNames.Cluster.DEFAULT_STICKINESS, 1),
        Values.flag(o, "have-watchdog", false),
        duration(o, OptionNames.Cluster.PRIORITY_FENCING_DELAY, Duration.ZERO),
        Values.flag(o, OptionNames.Cluster.WAIT_FOR_WHOLE_CLONE, false),
        o);
  }

  private static Duration duration(Map<String, String> o, String name, Duration otherwise) {
    return Optional.ofNullable(o.get(name)).flatMap(Durations::parse).orElse(otherwise);
  }

  private static QuorumPolicy quorumPolicy(String text, boolean fencing) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "freeze" -> QuorumPolicy.FREEZE;
      case "ignore" -> QuorumPolicy.IGNORE;
      case "demote" -> QuorumPolicy.DEMOTE;
      case "fence", "suicide" -> fencing ? QuorumPolicy.FENCE : QuorumPolicy.STOP;
      default -> QuorumPolicy.STOP;
    };
  }

  private static PlacementStrategy strategy(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "utilization" -> PlacementStrategy.UTILIZATION;
      case "minimal" -> PlacementStrategy.MINIMAL;
      case "balanced" -> PlacementStrategy.BALANCED;
      default -> PlacementStrategy.DEFAULT;
    };
  }
}
