package ha.benchmarks;

import ha.model.json.Json;
import ha.model.plan.Plan;
import ha.policy.cib.Cib;
import ha.policy.report.CorpusJson;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A daemon that has run for a while; the median of single calls counts. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Warm {
  /** A plan to write. */
  @State(Scope.Benchmark)
  public static class Decided {
    private @Nullable Plan plan;

    /** Decides once. */
    @Setup
    public void decide(Input input) {
      plan = input.decided();
    }

    Plan plan() {
      return Objects.requireNonNull(plan);
    }
  }

  /** The same situation again. */
  @Benchmark
  public Plan decide(Input input) {
    return input.decided();
  }

  /** One event has happened since. */
  @Benchmark
  public Plan decideAfterEvent(Input input) {
    return input.decidedAfterEvent();
  }

  /** From the bytes of a CIB to definitions and snapshot. */
  @Benchmark
  public Cib readCib(Input input) {
    return input.parsed();
  }

  /** The whole plan as the API answers it. */
  @Benchmark
  public byte[] writeJson(Decided decided) {
    return Json.bytes(decided.plan());
  }

  /** The line of {@code simulate --format json}. */
  @Benchmark
  public String writeCorpusLine(Input input, Decided decided) {
    return CorpusJson.line(
        input.situation, input.cib().definitions(), input.cib().snapshot(), decided.plan());
  }
}
