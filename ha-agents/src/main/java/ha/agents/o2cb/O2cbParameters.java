package ha.agents.o2cb;

import ha.agents.AgentCall;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Durations;
import ha.agents.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The parameters of {@code o2cb}. */
final class O2cbParameters {
  private static final String CLUSTER = "cluster";
  private static final String DEAD_AFTER = "dead-after";
  private static final String IDLE = "idle-timeout";
  private static final String KEEPALIVE = "keepalive-delay";
  private static final String RECONNECT = "reconnect-delay";

  /** O2CB beats every two seconds, and counts one beat more than it waits. */
  private static final Duration BEAT = Duration.ofSeconds(2);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,16}");

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "o2cb",
          "1",
          "the cluster stack of OCFS2",
          "Loads O2CB and registers the cluster of /etc/ocfs2/cluster.conf with the kernel. Use it"
              + " as a clone, before the file systems. The times must be the same on all nodes.",
          List.of(
              Parameter.optional(
                      CLUSTER,
                      AgentMetadata.Type.STRING,
                      Optional.of("ocfs2"),
                      "name of the cluster in cluster.conf: letters and digits, at most 16")
                  .unique(CLUSTER),
              Parameter.optional(
                  DEAD_AFTER,
                  AgentMetadata.Type.DURATION,
                  Optional.empty(),
                  "silence on the disk after which a node counts as dead; the kernel's own is 60s"),
              Parameter.optional(
                  IDLE,
                  AgentMetadata.Type.DURATION,
                  Optional.empty(),
                  "silence on the network after which a connection counts as broken"),
              Parameter.optional(
                  KEEPALIVE,
                  AgentMetadata.Type.DURATION,
                  Optional.empty(),
                  "how long a connection may be silent before it is asked"),
              Parameter.optional(
                  RECONNECT,
                  AgentMetadata.Type.DURATION,
                  Optional.empty(),
                  "pause between two attempts to connect")),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(60)),
              Action.of(Operation.STOP, Duration.ofSeconds(60)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(10),
                  Optional.empty()),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  private O2cbParameters() {}

  static Optional<String> cluster(AgentCall call) {
    return Optional.of(call.parameter(CLUSTER).orElse("ocfs2"))
        .filter(n -> NAME.matcher(n).matches());
  }

  /** The kernel's settings, by their file below the cluster's directory. */
  static SortedMap<String, String> settings(AgentCall call) {
    SortedMap<String, String> settings = new TreeMap<>();
    duration(call, DEAD_AFTER)
        .ifPresent(
            d -> settings.put("heartbeat/dead_threshold", Long.toString(d.dividedBy(BEAT) + 1)));
    millis(call, IDLE).ifPresent(ms -> settings.put("idle_timeout_ms", ms));
    millis(call, KEEPALIVE).ifPresent(ms -> settings.put("keepalive_delay_ms", ms));
    millis(call, RECONNECT).ifPresent(ms -> settings.put("reconnect_delay_ms", ms));
    return settings;
  }

  private static Optional<Duration> duration(AgentCall call, String name) {
    return call.parameter(name).flatMap(Durations::parse);
  }

  private static Optional<String> millis(AgentCall call, String name) {
    return duration(call, name).map(d -> Long.toString(d.toMillis()));
  }

  static Optional<String> problem(AgentCall call) {
    List<String> problems = new ArrayList<>(METADATA.problems(call.parameters()));
    if (cluster(call).isEmpty()) {
      problems.add("parameter 'cluster': expected 1 to 16 letters and digits");
    }
    Optional<Duration> dead = duration(call, DEAD_AFTER);
    if (dead.filter(d -> d.compareTo(BEAT.multipliedBy(3)) < 0).isPresent()) {
      problems.add("parameter 'dead-after': expected 6s or more; O2CB beats every 2s");
    }
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }
}
