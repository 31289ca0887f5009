package ha.model.ledger;

import java.time.Instant;

/** One applied version of the definitions; numbers count from 1. */
public record Revision(long number, Instant at, String yaml, String author, String reason) {}
