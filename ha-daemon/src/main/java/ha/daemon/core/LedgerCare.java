package ha.daemon.core;

import ha.membership.agreement.AgreementEvent;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the ledger needs whoever leads: definitions to begin with, and a snapshot now and then. */
final class LedgerCare {
  /** Entries after which the ledger is compacted. */
  private static final long COMPACT_AFTER = 500;

  private static final long SEED_TOKEN = Long.MIN_VALUE;

  private final NodeCore.Seed seed;
  private boolean seeded;
  private long snapshotAsked;

  /**
   * @param snapshotAt index of the snapshot that the disk held
   */
  LedgerCare(NodeCore.Seed seed, long snapshotAt) {
    this.seed = seed;
    this.snapshotAsked = snapshotAt;
  }

  /** The first leader of an empty ledger writes the definitions that it was started with. */
  Optional<AgreementEvent> seed(boolean leading, ClusterRecord record, Instant wall) {
    if (!leading) {
      seeded = false;
      return Optional.empty();
    }
    if (record.revision().isPresent() || seeded || seed.yaml().isEmpty()) {
      return Optional.empty();
    }
    seeded = true;
    return Optional.of(
        new AgreementEvent.Append(
            SEED_TOKEN,
            List.of(
                new LedgerEntry.DefinitionsApplied(
                    wall, seed.yaml(), seed.author(), "first definitions"))));
  }

  /** Whether the append that ended was the one of the first definitions. */
  boolean ended(long token, boolean done) {
    if (token == SEED_TOKEN) {
      seeded = done;
    }
    return token == SEED_TOKEN;
  }

  /** A snapshot, if enough was written since the last one. */
  Optional<AgreementEvent> compact(
      Position at, LongSupplier entriesSince, Supplier<String> snapshot) {
    if (at.index() < snapshotAsked + COMPACT_AFTER || entriesSince.getAsLong() < COMPACT_AFTER) {
      return Optional.empty();
    }
    snapshotAsked = at.index();
    return Optional.of(new AgreementEvent.SnapshotTaken(at.index(), at.term(), snapshot.get()));
  }
}
