package ha.membership.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerStoreTest {
  private static final Instant WALL = Instant.ofEpochMilli(1000);

  private static LogEntry entry(long index, long term) {
    return new LogEntry(
        index,
        new Term(term),
        new LedgerEntry.Noted(
            Instant.EPOCH, "e" + index + " of " + term, Optional.empty(), Optional.empty()));
  }

  private static DiskWrite.Append append(long from, long to, long term) {
    List<LogEntry> entries = new ArrayList<>();
    for (long index = from; index <= to; index++) {
      entries.add(entry(index, term));
    }
    return new DiskWrite.Append(entries, from - 1);
  }

  private static DiskWrite.SaveMeta promise(long term) {
    NodeName bob = new NodeName("bob");
    LastMan last =
        new LastMan(
            Instant.EPOCH, bob, new Incarnation(3), false, "bmc", "cluster", "off", Term.NONE);
    return new DiskWrite.SaveMeta(
        new Meta(
            new Incarnation(2000),
            new Term(term),
            Optional.of(new Meta.Candidate(bob, new Incarnation(3))),
            term % 2 == 0 ? Optional.of(last) : Optional.empty()));
  }

  private static LedgerSnapshot snapshot(long index, long term) {
    return new LedgerSnapshot(
        new Position(new Term(term), index), Roll.EMPTY, "{\"to\":" + index + "}");
  }

  /** A life of a ledger that uses every kind of write. */
  private static final List<DiskWrite> LIFE =
      List.of(
          promise(1),
          append(1, 3, 1),
          append(4, 4, 1),
          promise(2),
          append(3, 5, 2),
          new DiskWrite.Compact(snapshot(4, 2)),
          append(6, 7, 2),
          promise(3),
          new DiskWrite.Install(snapshot(9, 3)),
          append(10, 12, 3));

  /** What a ledger holds, without the incarnation, which each opening draws anew. */
  private static String content(Durable durable) {
    return durable.meta().withIncarnation(Incarnation.UNKNOWN)
        + " "
        + durable.snapshot()
        + " "
        + durable.entries();
  }

  private static String after(int writes) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerStore store = LedgerStore.open(disk, WALL)) {
      for (DiskWrite write : LIFE.subList(0, writes)) {
        store.perform(write);
      }
    }
    try (LedgerStore again = LedgerStore.open(disk, WALL)) {
      return content(again.durable());
    }
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    assertThat(after(5)).contains("e3 of 2", "e5 of 2", "promised=2").doesNotContain("e4 of 1");
    assertThat(after(6)).contains("{\"to\":4}", "e5 of 2").doesNotContain("e3 of 2");
    assertThat(after(10)).contains("{\"to\":9}", "e12 of 3").doesNotContain("e7 of 2");
  }

  @Test
  void atEachStepOfEachWriteACrashLeavesTheStateBeforeOrAfterIt() throws IOException {
    int crashes = 0;
    List<String> states = new ArrayList<>();
    for (int i = 0; i <= LIFE.size(); i++) {
      states.add(after(i));
    }
    for (int step = 1; ; step++) {
      boolean lost = false;
      for (long seed = 0; seed < 12; seed++) {
        MemoryDisk disk = new MemoryDisk();
        SplittableRandom random = new SplittableRandom(seed * 1000 + step);
        disk.losePowerAt(step);
        int done = 0;
        boolean opened = false;
        try (LedgerStore store = LedgerStore.open(disk, WALL)) {
          opened = true;
          for (DiskWrite write : LIFE) {
            store.perform(write);
            done++;
          }
        } catch (MemoryDisk.PowerLossException e) {
          lost = true;
          crashes++;
        }
        disk.crash(random::nextInt);
        try (LedgerStore again = LedgerStore.open(disk, WALL)) {
          String held = content(again.durable());
          String next = states.get(Math.min(done + (opened ? 1 : 0), LIFE.size()));
          assertThat(held).as("step %s seed %s", step, seed).isIn(states.get(done), next);
          again.perform(promise(9));
        }
      }
      if (!lost) {
        break;
      }
    }
    assertThat(crashes).isGreaterThan(400);
  }

  @Test
  void aWriteThatFailedMayBeTriedAgain() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (LedgerStore store = LedgerStore.open(disk, WALL)) {
      for (DiskWrite write : LIFE) {
        disk.setFull(true);
        assertThatThrownBy(() -> store.perform(write)).hasMessageContaining("No space left");
        disk.setFull(false);
        store.perform(write);
      }
    }
    try (LedgerStore again = LedgerStore.open(disk, WALL)) {
      assertThat(content(again.durable())).isEqualTo(after(LIFE.size()));
      assertThat(again.notes()).isEmpty();
    }
  }

  @Test
  void aChangedBitIsNoticedUnlessItIsInTheLastWrite() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      MemoryDisk disk = new MemoryDisk();
      try (LedgerStore store = LedgerStore.open(disk, WALL)) {
        for (DiskWrite write : LIFE.subList(0, 5)) {
          store.perform(write);
        }
      }
      String name = disk.list().get(random.nextInt(disk.list().size()));
      disk.flipBit(name, random.nextInt(disk.read(name).length * 8));
      try (LedgerStore again = LedgerStore.open(disk, WALL)) {
        assertThat(again.notes()).anyMatch(note -> note.contains("Cut the last"));
        assertThat(content(again.durable())).doesNotContain("e5 of 2").contains("e4 of 1");
      } catch (CorruptLedgerException e) {
        assertThat(e).hasMessageContaining("must not take part").hasMessageContaining(name);
      }
    }
  }

  @Test
  void aLogCutAnywhereLosesNoMoreThanWhatWasCut() throws IOException {
    MemoryDisk full = new MemoryDisk();
    try (LedgerStore store = LedgerStore.open(full, WALL)) {
      for (DiskWrite write : LIFE.subList(0, 5)) {
        store.perform(write);
      }
    }
    byte[] log = full.read("log-1");
    for (int length = 0; length < log.length; length += 7) {
      full.write("log-1", java.util.Arrays.copyOf(log, length));
      try (LedgerStore again = LedgerStore.open(full, WALL)) {
        assertThat(again.durable().entries().size()).isLessThanOrEqualTo(4);
      }
    }
  }

  @Test
  void aMissingFileIsRefusedWithTheWayOut() throws IOException {
    for (String missing : List.of("meta", "snapshot-1", "log-1")) {
      MemoryDisk disk = new MemoryDisk();
      try (LedgerStore store = LedgerStore.open(disk, WALL)) {
        store.perform(append(1, 2, 1));
      }
      disk.delete(missing);
      assertThatThrownBy(() -> LedgerStore.open(disk, WALL))
          .isInstanceOf(CorruptLedgerException.class)
          .hasMessageContaining("move the directory away");
    }
  }

  @Test
  void eachOpeningDrawsAGreaterIncarnationAlsoWhenTheClockGoesBack() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    LedgerStore first = LedgerStore.open(disk, Instant.ofEpochMilli(5000));
    LedgerStore second = LedgerStore.open(disk, Instant.ofEpochMilli(10));
    LedgerStore third = LedgerStore.open(disk, Instant.ofEpochMilli(9000));
    assertThat(first.incarnation()).isEqualTo(new Incarnation(5000));
    assertThat(second.incarnation()).isEqualTo(new Incarnation(5001));
    assertThat(third.incarnation()).isEqualTo(new Incarnation(9000));
  }

  @Test
  void aRealDirectoryIsPrivateAndHeldByOne(@TempDir Path parent) throws IOException {
    Path directory = parent.resolve("ledger");
    try (DirectoryDisk disk = DirectoryDisk.open(directory);
        LedgerStore store = LedgerStore.open(disk, WALL)) {
      for (DiskWrite write : LIFE) {
        store.perform(write);
      }
      assertThatThrownBy(() -> DirectoryDisk.open(directory)).hasMessageContaining("in use");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
      for (String name : disk.list()) {
        Path file = directory.resolve(name);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(name)
            .isEqualTo("rw-------");
      }
    }
    try (DirectoryDisk disk = DirectoryDisk.open(directory);
        LedgerStore again = LedgerStore.open(disk, WALL)) {
      assertThat(content(again.durable())).isEqualTo(after(LIFE.size()));
    }
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> DirectoryDisk.open(directory)).hasMessageContaining("chmod 700");
  }
}
