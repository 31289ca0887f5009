package ha.benchmarks;

import ha.model.NodeName;
import ha.model.plan.Plan;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.Snapshot;
import ha.policy.Scheduler;
import ha.policy.cib.Cib;
import ha.policy.cib.CibReader;
import ha.policy.whatif.Injection;
import ha.policy.whatif.WhatIf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A situation that {@code lab/make-cib} wrote, read from the directory {@code inputs}. */
@State(Scope.Benchmark)
public class Input {
  /** Nodes, resources, and whether they run or nothing ever ran. */
  @Param({"3x20-running", "16x500-running", "16x500-new", "32x5000-running"})
  public String situation = "";

  private @Nullable Loaded loaded;

  private record Loaded(byte[] xml, Cib cib, Snapshot afterEvent) {}

  /** Reads the situation, and imagines one event in it. */
  @Setup
  public void read() throws IOException {
    byte[] xml = Files.readAllBytes(Path.of(System.getProperty("inputs"), situation + ".xml"));
    Cib cib = parsed(situation, xml);
    Snapshot after =
        WhatIf.apply(cib.definitions(), cib.snapshot(), at(cib), List.of(event(cib))).snapshot();
    loaded = new Loaded(xml, cib, after);
  }

  private static Cib parsed(String name, byte[] xml) {
    return CibReader.read(name, new ByteArrayInputStream(xml));
  }

  private static Instant at(Cib cib) {
    return cib.executionDate().orElse(Instant.EPOCH);
  }

  /** A monitor finds something stopped; where nothing runs, a node goes on standby. */
  private static Injection event(Cib cib) {
    for (NodeState node : cib.snapshot().nodes().values()) {
      for (OperationRecord op : node.history()) {
        if (!op.interval().isZero()) {
          return new Injection.Result(
              op.resource(), op.operation(), Optional.of(op.interval()), node.name(), 7);
        }
      }
    }
    NodeName first = cib.definitions().nodes().firstKey();
    return new Injection.Standby(first);
  }

  private Loaded loaded() {
    return Objects.requireNonNull(loaded);
  }

  /** The situation read from its bytes. */
  Cib parsed() {
    return parsed(situation, loaded().xml());
  }

  Cib cib() {
    return loaded().cib();
  }

  /** The plan for the situation. */
  Plan decided() {
    return decided(cib().snapshot());
  }

  /** The plan after one event. */
  Plan decidedAfterEvent() {
    return decided(loaded().afterEvent());
  }

  private Plan decided(Snapshot snapshot) {
    return Scheduler.decide(cib().definitions(), snapshot, at(cib()));
  }
}
