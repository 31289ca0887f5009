package ha.policy.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.w3c.dom.Document;

/** Many situations, and what the two made of them. */
final class Campaign {
  /** How often a situation is tried while it shrinks. */
  private static final int TRIES = 600;

  private final Arguments arguments;
  private final PrintStream out;
  private final List<Understood> understood;
  private final Map<String, Integer> kinds = new TreeMap<>();
  private final Map<String, Integer> known = new TreeMap<>();
  private final Map<String, int[]> families = new TreeMap<>();
  private int agreed;
  private int refused;
  private int decided;
  private int unknown;

  Campaign(Arguments arguments, PrintStream out) throws IOException {
    this.arguments = arguments;
    this.out = out;
    this.understood = Understood.all();
  }

  /** The exit status: 1 if there are differences that nobody understands yet. */
  int run() throws IOException {
    if (!Peer.present()) {
      out.println("skipped: crm_simulate (Debian package pacemaker-cli-utils) is not here");
      return 0;
    }
    if (arguments.keep().isPresent()) {
      Files.createDirectories(arguments.keep().get());
    }
    Path folder = Files.createTempDirectory("fuzz-scheduler");
    try (ExecutorService threads = Executors.newFixedThreadPool(arguments.threads())) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < arguments.threads(); t++) {
        Path mine = Files.createDirectory(folder.resolve("t" + t));
        long start = arguments.first() + t;
        running.add(
            threads.submit(() -> {
              work(start, new Peer(mine));
              return null;
            }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      delete(folder);
    }
    summary();
    return unknown == 0 ? 0 : 1;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted((a, b) -> b.compareTo(a))
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private void work(long start, Peer peer) throws IOException {
    for (long seed = start; seed <= arguments.last(); seed += arguments.threads()) {
      Situation situation = Situation.of(arguments, seed);
      Verdict verdict = Verdict.of(situation.cib(), peer);
      if (count(situation, verdict)) {
        show(situation, verdict, peer);
      }
    }
  }

  /** Whether this one is to be shown. */
  private synchronized boolean count(Situation situation, Verdict verdict) {
    if (verdict.refused()) {
      refused++;
      return false;
    }
    decided++;
    for (String family : Families.of(situation)) {
      int[] of = families.computeIfAbsent(family, f -> new int[2]);
      of[0] += verdict.agrees() ? 1 : 0;
      of[1]++;
    }
    if (verdict.agrees()) {
      agreed++;
      return false;
    }
    Optional<Understood> one = Understood.of(understood, situation.cib(), verdict.differences());
    if (one.isPresent()) {
      known.merge(one.get().name(), 1, Integer::sum);
      return false;
    }
    unknown++;
    return kinds.merge(Shrinker.signature(verdict), 1, Integer::sum) <= arguments.most();
  }

  private void show(Situation situation, Verdict verdict, Peer peer) throws IOException {
    Document small =
        arguments.shrink()
            ? Shrinker.shrink(situation.cib(), verdict, peer, understood, TRIES)
            : situation.cib();
    Verdict of = arguments.shrink() ? Verdict.of(small, peer) : verdict;
    String report = Report.text(situation.name(), small, of);
    synchronized (this) {
      // A small one may show what it is.
      Optional<Understood> one = Understood.of(understood, small, of.differences());
      if (one.isPresent()) {
        unknown--;
        kinds.merge(Shrinker.signature(verdict), -1, Integer::sum);
        known.merge(one.get().name() + " (after shrinking)", 1, Integer::sum);
        return;
      }
      out.println(report);
    }
    if (arguments.keep().isPresent()) {
      Path keep = arguments.keep().get();
      Files.writeString(keep.resolve(situation.name() + ".xml"), Xml.text(small));
      Files.writeString(keep.resolve(situation.name() + ".txt"), report + Report.plans(of));
    }
  }

  private void summary() {
    out.println();
    families.forEach((family, of) ->
        out.printf("%-12s %5d of %5d  %5.1f %%%n", family, of[0], of[1], 100.0 * of[0] / of[1]));
    known.forEach((name, count) -> out.printf("understood   %5d  %s%n", count, name));
    kinds.forEach((kind, count) -> out.printf("differs      %5d  %s%n", count, kind));
    out.printf(
        "%d situations: %d agree (%.1f %%), %d differ as understood, %d differ; %d more refused%n",
        decided,
        agreed,
        100.0 * agreed / Math.max(1, decided),
        decided - agreed - unknown,
        unknown,
        refused);
  }
}
