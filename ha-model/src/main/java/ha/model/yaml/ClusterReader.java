package ha.model.yaml;

import ha.model.Durations;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Reads {@code cluster:}, the settings of membership and the options of the cluster. */
final class ClusterReader {
  static final String OPTIONS_ID = "cluster-options";

  /** What stands for a cluster without a name, while its other mistakes are looked for. */
  private static final String NAMELESS = "cluster";

  private static final int LEAST_BEATS = 5;

  private final Reading reading;
  private final OptionReader options;

  ClusterReader(Reading reading) {
    this.reading = reading;
    this.options = new OptionReader(reading);
  }

  /** Settings and options. */
  record Cluster(ClusterSettings settings, List<AttributeSet> options) {}

  Cluster read(Yaml value) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(value, "cluster", "cluster: {name: my-cluster}");
    if (mapping.isEmpty()) {
      return new Cluster(ClusterSettings.named(NAMELESS), List.of());
    }
    Fields fields = reading.fields(mapping.get(), "cluster");
    ClusterSettings settings = settings(fields);
    SortedMap<String, String> plain = options.beside(fields, Scope.CLUSTER);
    List<AttributeSet> listed = options.listed(fields, OPTIONS_ID, Scope.CLUSTER);
    fields.close();
    return new Cluster(settings, OptionReader.joined(OPTIONS_ID, Score.ZERO, plain, listed));
  }

  private ClusterSettings settings(Fields fields) {
    String name = fields.need("name", "my-cluster").flatMap(this::name).orElse(NAMELESS);
    ClusterSettings usual = ClusterSettings.named(name);
    Timing timing = new Timing(fields, usual);
    int port = fields.whole("port", 1, 65_535).orElse(usual.port());
    Duration startup = fields.duration("startup-wait").orElse(usual.startupWait());
    Duration delay = fields.duration("fence-delay").orElse(usual.fenceDelay());
    boolean lastMan = fields.flag("last-man").orElse(usual.lastMan());
    return new ClusterSettings(
        name, timing.heartbeat, timing.detection, timing.lease, port, startup, delay, lastMan);
  }

  private Optional<String> name(Yaml value) {
    return reading
        .values
        .text(value, "name")
        .filter(text -> {
          boolean good = Names.good(text, 63);
          if (!good) {
            reading.values.wrong(
                value, "name", "1 to 63 letters, digits or ._-:@", "write " + Names.repaired(text));
          }
          return good;
        });
  }

  /** The three times that depend on each other. */
  private final class Timing {
    final Duration heartbeat;
    final Duration detection;
    final Duration lease;

    Timing(Fields fields, ClusterSettings usual) {
      Optional<Yaml> detectionValue = fields.take("detection");
      Optional<Yaml> heartbeatValue = fields.take("heartbeat");
      Optional<Yaml> leaseValue = fields.take("lease");
      Optional<Duration> readDetection = read(detectionValue, "detection", usual.detection());
      Optional<Duration> readHeartbeat = read(heartbeatValue, "heartbeat", usual.heartbeat());
      Optional<Duration> readLease = read(leaseValue, "lease", usual.lease());
      detection = readDetection.orElse(usual.detection());
      heartbeat = readHeartbeat.orElse(usual.heartbeat());
      lease = readLease.orElse(usual.lease());
      if (readDetection.isPresent() && readHeartbeat.isPresent()) {
        heartbeats(place(fields, heartbeatValue.or(() -> detectionValue)));
      }
      if (readDetection.isPresent() && readLease.isPresent()) {
        lease(place(fields, leaseValue.or(() -> detectionValue)));
      }
    }

    /** What is written, what is usual where nothing is, and empty for what cannot be read. */
    private Optional<Duration> read(Optional<Yaml> value, String what, Duration usual) {
      return value.isEmpty()
          ? Optional.of(usual)
          : reading.values.duration(value.get(), what).filter(d -> positive(d, value.get(), what));
    }

    private boolean positive(Duration duration, Yaml value, String what) {
      if (duration.isZero()) {
        reading.values.wrong(value, what, "a duration above zero", "");
      }
      return !duration.isZero();
    }

    private SourcePosition place(Fields fields, Optional<Yaml> value) {
      return value.map(Yaml::position).orElse(fields.position());
    }

    private void heartbeats(SourcePosition position) {
      if (detection.compareTo(heartbeat.multipliedBy(LEAST_BEATS)) < 0) {
        reading.findings.error(
            position,
            "detection ("
                + Durations.text(detection)
                + ") is less than five heartbeats of "
                + Durations.text(heartbeat),
            "detection of at least five heartbeats, so that one lost packet kills nobody",
            "write detection: " + Durations.text(heartbeat.multipliedBy(LEAST_BEATS)));
      }
    }

    private void lease(SourcePosition position) {
      if (lease.compareTo(detection) >= 0) {
        reading.findings.error(
            position,
            "lease ("
                + Durations.text(lease)
                + ") is not shorter than detection ("
                + Durations.text(detection)
                + ")",
            "a node to know that it is out before the others act",
            "write lease: " + Durations.text(detection.multipliedBy(4).dividedBy(5)));
      }
    }
  }
}
