package ha.daemon.blackbox;

import ha.model.Incarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The black box of a node. Lines are written by a thread of its own, so that nobody waits for a
 * disk that hangs; what cannot be written is lost and changes nothing else.
 */
public final class BlackBox implements Recorder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlackBox.class);
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Duration BEAT_EVERY = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final int WAITING = 200;

  private final SlotFile file;
  private final String boot;
  private final InstantSource wall;
  private final Optional<FormerEnd> formerEnd;
  private final BlockingQueue<Note> waiting = new LinkedBlockingQueue<>(WAITING);
  private final Thread writer;
  private volatile boolean closed;
  private volatile boolean failing;
  private long number;
  private Incarnation life;
  private Instant lastBeat = Instant.EPOCH;

  private BlackBox(
      SlotFile file, String boot, List<Note> before, Incarnation life, InstantSource wall) {
    this.file = file;
    this.boot = boot;
    this.wall = wall;
    this.life = life;
    this.number = before.isEmpty() ? 0 : before.getLast().number();
    this.formerEnd = FormerEnd.of(before, boot, wall.instant());
    this.writer = Thread.ofPlatform().daemon().name("black-box").start(this::write);
  }

  /**
   * Opens the box of a node, or makes one. Nothing is written before the loop runs: a daemon that
   * cannot start is not worth remembering.
   *
   * @param directory the state directory
   */
  public static BlackBox open(Path directory, Incarnation life, InstantSource wall)
      throws IOException {
    String boot = Files.isReadable(BOOT) ? Files.readString(BOOT).strip() : "";
    return open(directory, life, wall, boot);
  }

  static BlackBox open(Path directory, Incarnation life, InstantSource wall, String boot)
      throws IOException {
    SlotFile file = SlotFile.open(directory.resolve("black-box"));
    return new BlackBox(file, boot, file.read(), life, wall);
  }

  /** How the daemon before this one ended; empty if none wrote into this box. */
  public Optional<FormerEnd> formerEnd() {
    return formerEnd;
  }

  /** Every line that can be read now. From any thread. */
  public List<String> lines() throws IOException {
    return file.read().stream()
        .map(n -> n.at() + " life " + n.life() + " " + n.kind() + " " + n.text())
        .toList();
  }

  /** The loop runs, as that life. */
  public synchronized void beat(Incarnation present) {
    life = present;
    if (lastBeat.equals(Instant.EPOCH)) {
      add(Note.Kind.BEGAN, "");
    }
    Instant now = wall.instant();
    if (Duration.between(lastBeat, now).abs().compareTo(BEAT_EVERY) >= 0) {
      lastBeat = now;
      add(Note.Kind.BEAT, "");
    }
  }

  @Override
  public synchronized void note(Note.Kind kind, String text) {
    add(kind, text);
  }

  private void add(Note.Kind kind, String text) {
    String line = text.lines().findFirst().orElse("");
    if (!waiting.offer(new Note(++number, wall.instant(), life, boot, kind, line))) {
      LOG.debug("the black box is not written fast enough; lost: {}", line);
    }
  }

  private void write() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Note note = waiting.poll(50, TimeUnit.MILLISECONDS);
        if (note != null) {
          write(note);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Note note) {
    try {
      file.write(note);
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.warn("the black box cannot be written: {}", e.getMessage());
      }
      failing = true;
    }
  }

  /** Writes what waits, as far as the disk takes it. */
  @Override
  public void close() {
    closed = true;
    try {
      writer.join(LAST_WORDS);
      file.close();
    } catch (IOException e) {
      LOG.warn("the black box does not close: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
