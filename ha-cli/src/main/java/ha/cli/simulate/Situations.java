package ha.cli.simulate;

import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.situation.Facts;
import ha.cli.situation.SituationFiles;
import ha.policy.Scheduler;
import ha.policy.whatif.Injection;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads situations, puts what is imagined into them, and has them decided. */
final class Situations {
  /** So many results for each core may wait for those before them. */
  private static final int AHEAD = 4;

  private final List<Injection> injections;
  private final SituationFiles files;

  /** Situations with the same things imagined. */
  Situations(List<Injection> injections, SituationFiles files) {
    this.injections = List.copyOf(injections);
    this.files = files;
  }

  /**
   * Decides for each file, on all cores, and hands the results on in the order of the files.
   *
   * @param render done on many threads at a time
   * @param print done by the caller's thread
   * @return whether all could be read
   */
  boolean ofCibs(List<Path> files, Function<Situation, String> render, Consumer<String> print) {
    int cores = Runtime.getRuntime().availableProcessors();
    if (files.size() == 1) {
      return take(rendered(files.getFirst(), render), print);
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(cores, files.size()))) {
      Deque<Future<Rendered>> waiting = new ArrayDeque<>();
      Iterator<Path> rest = files.iterator();
      boolean good = true;
      while (rest.hasNext() || !waiting.isEmpty()) {
        while (rest.hasNext() && waiting.size() < cores * AHEAD) {
          Path file = rest.next();
          waiting.add(pool.submit(() -> rendered(file, render)));
        }
        good &= take(result(waiting.remove()), print);
      }
      return good;
    }
  }

  private record Rendered(boolean good, String text) {}

  private Rendered rendered(Path file, Function<Situation, String> render) {
    Situation situation = ofCib(file);
    try {
      return new Rendered(situation instanceof Situation.Decided, render.apply(situation));
    } catch (RuntimeException e) {
      // As below: one that cannot be shown must not take the others with it.
      String bug = file + ": this is a bug in hactl: " + e;
      return new Rendered(false, render.apply(new Situation.Unreadable(situation.name(), bug)));
    }
  }

  private static boolean take(Rendered rendered, Consumer<String> print) {
    print.accept(rendered.text());
    return rendered.good();
  }

  private static Rendered result(Future<Rendered> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a situation could not be shown", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(Kind.INTERNAL, "interrupted", "");
    }
  }

  private Situation ofCib(Path file) {
    String name = SituationFiles.name(file);
    try {
      return decided(files.ofCib(file));
    } catch (CommandFailure e) {
      return new Situation.Unreadable(name, e.error().message());
    } catch (RuntimeException | StackOverflowError e) {
      // One situation that the engine stumbles over must not take the others with it.
      return new Situation.Unreadable(name, file + ": this is a bug in the policy engine: " + e);
    }
  }

  /**
   * Decides for one situation.
   *
   * @throws CommandFailure if what is imagined does not fit it
   */
  Situation.Decided decided(Facts facts) {
    Facts imagined = facts.with(injections);
    return new Situation.Decided(
        imagined, Scheduler.decide(imagined.definitions(), imagined.snapshot(), imagined.at()));
  }
}
