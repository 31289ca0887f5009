package ha.simulation;

import ha.simulation.fault.Fault;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Many simulations, and what is to be said of them. */
final class Campaign {
  private static final int PROGRESS_EVERY = 50;
  private static final int SHRINKING_RUNS = 400;

  private final PrintStream out;
  private final Totals totals = new Totals();

  Campaign(PrintStream out) {
    this.out = out;
  }

  /** Exit status. */
  int run(String... args) {
    Arguments arguments;
    try {
      arguments = Arguments.read(args);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(Arguments.USAGE);
      return 2;
    }
    if (arguments.variants()) {
      return variants(arguments);
    }
    return arguments.one().isPresent() ? one(arguments) : many(arguments);
  }

  private static Simulation.Order order(Arguments arguments, long seed, boolean traced) {
    return new Simulation.Order(
        seed,
        arguments.nodes(),
        arguments.witness(),
        arguments.variant(),
        traced,
        Optional.empty());
  }

  private int one(Arguments arguments) {
    Simulation.Order order = order(arguments, arguments.one().orElseThrow(), arguments.traced());
    Run run = new Simulation(order).run();
    totals.add(run);
    if (run.violation().isPresent() && arguments.shrink()) {
      List<Fault> fewer = Shrinker.shrink(order, run, SHRINKING_RUNS);
      Simulation.Order smaller =
          new Simulation.Order(
              order.seed(),
              order.nodes(),
              order.witness(),
              order.variant(),
              order.traced(),
              Optional.of(fewer));
      run = new Simulation(smaller).run();
    }
    run.lines().forEach(out::println);
    out.printf("seed %d: %s, trace hash %016x%n", run.seed(), verdict(run), run.hash());
    if (run.violation().isPresent()) {
      run.faults().forEach(fault -> out.println("  " + fault));
    }
    return run.violation().isPresent() ? 1 : 0;
  }

  private static String verdict(Run run) {
    return run.violation()
        .map(v -> "VIOLATION " + v)
        .orElse("well after " + run.recovery().toMillis() + " ms");
  }

  // ---- many ----------------------------------------------------------------------------------

  private int many(Arguments arguments) {
    long beganNanos = System.nanoTime();
    AtomicLong next = new AtomicLong(arguments.from());
    AtomicBoolean stop = new AtomicBoolean();
    List<Run> failed = new ArrayList<>();
    inParallel(
        arguments.threads(),
        () -> {
          long seed = next.getAndIncrement();
          while (seed < arguments.from() + arguments.seeds() && !stop.get()) {
            Run run = new Simulation(order(arguments, seed, false)).run();
            synchronized (this) {
              take(run, failed, beganNanos);
            }
            if (run.violation().isPresent() && !arguments.keepGoing()) {
              stop.set(true);
            }
            seed = next.getAndIncrement();
          }
        });
    out.print(totals.text(Duration.ofNanos(System.nanoTime() - beganNanos)));
    for (Run run : failed) {
      explain(arguments, run);
    }
    return failed.isEmpty() ? 0 : 1;
  }

  private void take(Run run, List<Run> failed, long beganNanos) {
    totals.add(run);
    if (run.violation().isPresent()) {
      failed.add(run);
      out.println("seed " + run.seed() + ", " + run.nodes() + " nodes: " + verdict(run));
    }
    if (totals.runs() % PROGRESS_EVERY == 0) {
      Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
      out.printf(
          Locale.ROOT,
          "%d seeds, %.1f a second, %d violations%n",
          totals.runs(),
          totals.runs() / (took.toMillis() / 1000.0),
          failed.size());
    }
  }

  private void explain(Arguments arguments, Run run) {
    List<Fault> faults =
        arguments.shrink()
            ? Shrinker.shrink(order(arguments, run.seed(), false), run, SHRINKING_RUNS)
            : List.of();
    out.println();
    out.println("seed " + run.seed() + ", " + run.nodes() + " nodes: " + verdict(run));
    faults.forEach(fault -> out.println("  " + fault));
    out.println("  again: simulate --seed " + run.seed() + " --trace");
  }

  private static void inParallel(int threads, Runnable what) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(pool.submit(what));
      }
      for (Future<?> part : parts) {
        part.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a simulation failed by itself", e.getCause());
    }
  }

  // ---- broken variants -----------------------------------------------------------------------

  private int variants(Arguments arguments) {
    List<String> missed = new ArrayList<>();
    for (Variant variant : Variant.broken()) {
      Optional<Run> caught = caught(variant, arguments);
      out.printf(
          "%-24s %s%n",
          variant.name(),
          caught
              .map(r -> "caught by seed " + r.seed() + ": " + r.violation().orElseThrow())
              .orElse("not caught in " + arguments.seeds() + " seeds"));
      if (caught.isEmpty()) {
        missed.add(variant.name());
      }
    }
    out.println(missed.isEmpty() ? "all caught" : "not caught: " + missed);
    return missed.isEmpty() ? 0 : 1;
  }

  private static Optional<Run> caught(Variant variant, Arguments arguments) {
    AtomicLong next = new AtomicLong(arguments.from());
    List<Run> found = new ArrayList<>();
    inParallel(
        arguments.threads(),
        () -> {
          long seed = next.getAndIncrement();
          boolean going = true;
          while (going && seed < arguments.from() + arguments.seeds()) {
            Run run =
                new Simulation(
                        new Simulation.Order(
                            seed,
                            arguments.nodes(),
                            arguments.witness(),
                            variant,
                            false,
                            Optional.empty()))
                    .run();
            synchronized (found) {
              if (run.violation().isPresent()) {
                found.add(run);
              }
              going = found.isEmpty();
            }
            seed = next.getAndIncrement();
          }
        });
    return found.stream().min(java.util.Comparator.comparingLong(Run::seed));
  }
}
