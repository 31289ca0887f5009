package ha.membership.agreement;

import ha.membership.ledger.Electorate;
import ha.membership.ledger.ElectorateReader;
import ha.model.NodeName;
import ha.model.definition.ClusterSettings;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an {@link Agreement} is made with.
 *
 * @param seed who takes part as long as the ledger holds no definitions
 * @param reader reads the electorate from definitions in the ledger
 * @param unsafe for tests of the tests only; empty in production
 */
public record AgreementConfig(
    NodeName self,
    ClusterSettings settings,
    Electorate seed,
    ElectorateReader reader,
    Set<Unsafe> unsafe) {
  public AgreementConfig {
    unsafe = Collections.unmodifiableSet(new TreeSet<>(unsafe));
    if (!seed.nodes().containsKey(self)) {
      throw new IllegalArgumentException(
          "node " + self + " is not among the configured nodes " + seed.nodes().keySet());
    }
  }

  /** Without any unsafe switch. */
  public static AgreementConfig of(
      NodeName self, ClusterSettings settings, Electorate seed, ElectorateReader reader) {
    return new AgreementConfig(self, settings, seed, reader, EnumSet.noneOf(Unsafe.class));
  }
}
