package ha.membership.ledger;

import ha.model.Incarnation;
import ha.model.json.Json;
import ha.model.ledger.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node's ledger on its disk. Not thread-safe; one write at a time, durable when {@link #perform}
 * returns, and if that throws the same write may be tried again.
 *
 * <p>Files: {@code meta}; and of one generation a {@code snapshot-N} and a {@code log-N} of
 * batches, of which a later one replaces what earlier ones hold from its first index on. A new
 * generation is written beside the old one and is in force from the moment its log has its name.
 */
public final class LedgerStore implements AutoCloseable {
  private static final String META = "meta";
  private static final String SNAPSHOT = "snapshot-";
  private static final String LOG = "log-";
  private static final String TEMPORARY = ".new";

  private final Disk disk;
  private final List<String> notes = new ArrayList<>();
  private Durable durable;
  private long generation;
  private long logLength;
  private boolean tailSuspect;

  /** What one write to the log held; JSON. */
  record Batch(List<LogEntry> entries, long commit) {}

  private LedgerStore(Disk disk, Durable durable) {
    this.disk = disk;
    this.durable = durable;
  }

  /**
   * Reads what the disk holds, mends what a crash left, and draws this life's number, which is
   * durable when this returns.
   *
   * @param wall the number is no less than this in milliseconds, so that a node that lost its disk
   *     does not take a number again
   * @throws CorruptLedgerException if the files are damaged
   */
  public static LedgerStore open(Disk disk, Instant wall) throws IOException {
    LedgerStore store = new LedgerStore(disk, Durable.fresh(Incarnation.UNKNOWN));
    store.load();
    long drawn = Math.max(store.durable.meta().incarnation().number() + 1, wall.toEpochMilli());
    store.saveMeta(store.durable.meta().withIncarnation(new Incarnation(drawn)));
    return store;
  }

  /** What the disk held when it was opened, with this life's number. */
  public Durable durable() {
    return durable;
  }

  /** This life's number. */
  public Incarnation incarnation() {
    return durable.meta().incarnation();
  }

  /** What was mended while opening; for the log. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Carries out one write; durable when it returns. */
  public void perform(DiskWrite write) throws IOException {
    switch (write) {
      case DiskWrite.SaveMeta save -> saveMeta(save.meta());
      case DiskWrite.Append append -> append(new Batch(append.entries(), append.commit()));
      case DiskWrite.Install install ->
          begin(install.snapshot(), List.of(), install.snapshot().position().index());
      case DiskWrite.Compact compact -> compact(compact.snapshot());
    }
  }

  private void load() throws IOException {
    List<String> names = disk.list();
    for (String name : names) {
      if (name.endsWith(TEMPORARY)) {
        disk.delete(name);
        notes.add("Removed " + name + ", which a crash left half written.");
      }
    }
    List<Long> generations =
        names.stream()
            .filter(name -> name.startsWith(LOG) && !name.endsWith(TEMPORARY))
            .map(name -> Long.valueOf(name.substring(LOG.length())))
            .sorted()
            .toList();
    boolean hasMeta = names.contains(META);
    if (generations.isEmpty()) {
      if (hasMeta) {
        throw new CorruptLedgerException(META, "is there, but there is no " + LOG + " file");
      }
      begin(LedgerSnapshot.EMPTY, List.of(), 0);
      return;
    }
    generation = generations.getLast();
    readGeneration();
    if (hasMeta) {
      Meta meta = single(META, Meta.class);
      durable = new Durable(meta, durable.snapshot(), durable.entries(), durable.commit());
    } else if (!durable.entries().isEmpty() || generation > 1) {
      throw new CorruptLedgerException(META, "is missing, but the log holds entries");
    }
    for (String name : names) {
      if (!name.endsWith(TEMPORARY) && older(name)) {
        disk.delete(name);
      }
    }
  }

  private boolean older(String name) {
    boolean ours = name.startsWith(LOG) || name.startsWith(SNAPSHOT);
    return ours && Long.parseLong(name.substring(name.indexOf('-') + 1)) != generation;
  }

  private void readGeneration() throws IOException {
    LedgerSnapshot snapshot = single(SNAPSHOT + generation, LedgerSnapshot.class);
    String name = LOG + generation;
    byte[] file = disk.read(name);
    Frame.Scan scan = Frame.scan(file);
    if (scan.validLength() < file.length) {
      if (Frame.anyAfter(file, scan.validLength())) {
        throw new CorruptLedgerException(
            name, "bytes from " + scan.validLength() + " on are wrong, but later ones are right");
      }
      notes.add(
          "Cut the last "
              + (file.length - scan.validLength())
              + " bytes of "
              + name
              + ", a write that a crash left unfinished.");
      disk.truncate(name, scan.validLength());
      disk.sync(name);
    }
    logLength = scan.validLength();
    long first = snapshot.position().index() + 1;
    List<LogEntry> entries = new ArrayList<>();
    long commit = snapshot.position().index();
    for (byte[] content : scan.contents()) {
      Batch batch = parse(name, content, Batch.class);
      commit = Math.max(commit, batch.commit());
      for (LogEntry entry : batch.entries()) {
        place(name, entries, entry, first);
      }
    }
    commit = Math.min(commit, first - 1 + entries.size());
    durable = new Durable(durable.meta(), snapshot, entries, commit);
  }

  private static void place(String name, List<LogEntry> entries, LogEntry entry, long first)
      throws CorruptLedgerException {
    long offset = entry.index() - first;
    if (offset < 0 || offset > entries.size()) {
      throw new CorruptLedgerException(
          name, "entry " + entry.index() + " where " + (first + entries.size()) + " was expected");
    }
    while (entries.size() > offset) {
      entries.removeLast();
    }
    entries.add(entry);
  }

  private <T> T single(String name, Class<T> type) throws IOException {
    if (!disk.list().contains(name)) {
      throw new CorruptLedgerException(name, "is missing");
    }
    byte[] file = disk.read(name);
    Frame.Scan scan = Frame.scan(file);
    if (scan.contents().size() != 1 || scan.validLength() != file.length) {
      throw new CorruptLedgerException(name, "its checksum is wrong");
    }
    return parse(name, scan.contents().getFirst(), type);
  }

  private static <T> T parse(String name, byte[] content, Class<T> type)
      throws CorruptLedgerException {
    try {
      return Json.read(content, type);
    } catch (IllegalArgumentException e) {
      throw new CorruptLedgerException(name, String.valueOf(e.getMessage()));
    }
  }

  private void saveMeta(Meta meta) throws IOException {
    replace(META, Frame.of(Json.bytes(meta)));
    durable = new Durable(meta, durable.snapshot(), durable.entries(), durable.commit());
  }

  private void replace(String name, byte[] content) throws IOException {
    String temporary = name + TEMPORARY;
    disk.write(temporary, content);
    disk.sync(temporary);
    disk.rename(temporary, name);
    disk.syncDirectory();
  }

  private void append(Batch batch) throws IOException {
    String name = LOG + generation;
    if (tailSuspect) {
      disk.truncate(name, logLength);
      disk.sync(name);
    }
    byte[] frame = Frame.of(Json.bytes(batch));
    tailSuspect = true;
    disk.append(name, frame);
    disk.sync(name);
    tailSuspect = false;
    logLength += frame.length;
  }

  private void compact(LedgerSnapshot snapshot) throws IOException {
    long index = snapshot.position().index();
    if (tailSuspect) {
      disk.truncate(LOG + generation, logLength);
      disk.sync(LOG + generation);
      tailSuspect = false;
    }
    readGeneration();
    Position held = durable.snapshot().position();
    if (index <= held.index()) {
      return;
    }
    List<LogEntry> rest =
        durable.entries().stream().filter(entry -> entry.index() > index).toList();
    begin(snapshot, rest, Math.max(index, durable.commit()));
  }

  /** Writes a new generation beside the present one and puts it in force. */
  private void begin(LedgerSnapshot snapshot, List<LogEntry> entries, long commit)
      throws IOException {
    long next = generation + 1;
    replace(SNAPSHOT + next, Frame.of(Json.bytes(snapshot)));
    byte[] log = entries.isEmpty() ? new byte[0] : Frame.of(Json.bytes(new Batch(entries, commit)));
    replace(LOG + next, log);
    long old = generation;
    generation = next;
    logLength = log.length;
    tailSuspect = false;
    durable = new Durable(durable.meta(), snapshot, entries, commit);
    if (old > 0) {
      remove(LOG + old).or(() -> remove(SNAPSHOT + old)).ifPresent(notes::add);
    }
  }

  /** Old files are of no harm; the next opening removes them. */
  private Optional<String> remove(String name) {
    try {
      disk.delete(name);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("Could not remove " + name + ": " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    disk.close();
  }
}
