package ha.membership.ledger;

import java.util.Optional;

/** Reads from applied definitions who takes part. Pure: the same text gives the same answer. */
@FunctionalInterface
public interface ElectorateReader {
  /**
   * The electorate of {@code definitionsYaml}; empty if the text does not say (the former stays).
   */
  Optional<Electorate> read(String definitionsYaml);
}
