package ha.cli.simulate;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.definitions.DefinitionsFile;
import ha.cli.text.Nearest;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.snapshot.Snapshot;
import ha.model.yaml.Finding;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import ha.policy.Scheduler;
import ha.policy.cib.Cib;
import ha.policy.cib.CibReader;
import ha.policy.whatif.Injection;
import ha.policy.whatif.Unknown;
import ha.policy.whatif.WhatIf;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads situations, puts what is imagined into them, and has them decided. */
final class Situations {
  /** So many results for each core may wait for those before them. */
  private static final int AHEAD = 4;

  private final List<Injection> injections;
  private final Optional<Instant> date;
  private final Instant now;

  /**
   * Situations with the same things imagined.
   *
   * @param date as of when to decide, if the user named it
   * @param now if neither the user nor the file did
   */
  Situations(List<Injection> injections, Optional<Instant> date, Instant now) {
    this.injections = List.copyOf(injections);
    this.date = date;
    this.now = now;
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
    return new Rendered(situation instanceof Situation.Decided, render.apply(situation));
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
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.xml$", "");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      Cib cib = CibReader.read(file.toString(), in);
      Instant at = date.or(cib::executionDate).orElse(now);
      return decided(name, cib.definitions(), cib.snapshot(), at, List.of());
    } catch (NoSuchFileException e) {
      return new Situation.Unreadable(name, file + ": there is no such file");
    } catch (IOException e) {
      return new Situation.Unreadable(name, file + ": cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Situation.Unreadable(name, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      // One situation that the engine stumbles over must not take the others with it.
      return new Situation.Unreadable(name, file + ": this is a bug in the policy engine: " + e);
    }
  }

  /**
   * Decides for a file of definitions of ours.
   *
   * @param snapshotFile the state as JSON, or null: all nodes are up and nothing runs
   * @throws CommandFailure if a file cannot be read
   */
  Situation ofDefinitions(String file, @Nullable Path snapshotFile, Context context) {
    DefinitionsFile text = DefinitionsFile.read(file, context);
    ReadResult read = new YamlReader().lenient().read(text.label(), text.text());
    Definitions definitions =
        read.definitions().orElseThrow(() -> broken(text.label(), read.findings()));
    Snapshot snapshot = snapshotFile == null ? WhatIf.allUp(definitions) : snapshot(snapshotFile);
    String name = file.equals("-") ? "stdin" : String.valueOf(Path.of(file).getFileName());
    return decided(
        name.replaceFirst("\\.ya?ml$", ""),
        definitions,
        snapshot,
        date.orElse(now),
        read.findings().stream().map(Finding::toString).toList());
  }

  private static CommandFailure broken(String label, List<Finding> findings) {
    Finding first =
        findings.stream()
            .filter(f -> f.severity() == Finding.Severity.ERROR)
            .findFirst()
            .orElseThrow();
    return new CommandFailure(
        new ApiError(
            Kind.INVALID,
            first.message(),
            first.position().toString(),
            first.expected(),
            (first.fix().isEmpty() ? "" : first.fix() + "; ") + "hactl check " + label));
  }

  private static Snapshot snapshot(Path file) {
    try {
      return Json.read(Files.readAllBytes(file), Snapshot.class);
    } catch (NoSuchFileException e) {
      throw unusable(file, "there is no such file");
    } catch (IOException e) {
      throw unusable(file, "the file cannot be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure unusable(Path file, String why) {
    return new CommandFailure(
        new ApiError(
            Kind.USAGE,
            why,
            file.toString(),
            "a snapshot as JSON: {\"quorate\": true, \"nodes\": {…}, \"tickets\": {}}",
            "name another file"));
  }

  private Situation decided(
      String name, Definitions definitions, Snapshot snapshot, Instant at, List<String> notes) {
    WhatIf.Outcome imagined = WhatIf.apply(definitions, snapshot, at, injections);
    if (!imagined.unknown().isEmpty()) {
      return new Situation.Unreadable(name, sentence(imagined.unknown().getFirst()));
    }
    return new Situation.Decided(
        name,
        definitions,
        imagined.snapshot(),
        at,
        Scheduler.decide(definitions, imagined.snapshot(), at),
        notes);
  }

  private static String sentence(Unknown unknown) {
    Optional<String> nearest = Nearest.to(unknown.name(), unknown.known());
    String hint =
        unknown.known().isEmpty()
            ? "none is defined"
            : nearest
                .map(near -> "perhaps " + near)
                .orElse("expected one of " + String.join(", ", unknown.known()));
    return "there is no " + unknown.kind() + " '" + unknown.name() + "'; " + hint;
  }
}
