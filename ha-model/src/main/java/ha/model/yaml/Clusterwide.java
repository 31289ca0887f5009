package ha.model.yaml;

import ha.model.definition.AttributeSet;
import ha.model.definition.Definitions;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Scope;
import java.util.List;
import java.util.Optional;

/** Looks up options as far as a file can tell: plain sets only, rules aside. */
final class Clusterwide {
  private Clusterwide() {}

  /** A cluster option, or what holds where none is given. */
  static String option(Definitions definitions, String name) {
    return first(definitions.clusterOptions(), name)
        .or(() -> OptionTable.find(Scope.CLUSTER, name).map(OptionTable.Option::standard))
        .orElse("");
  }

  /** The value in the first set without a rule that has it. */
  static Optional<String> first(List<AttributeSet> sets, String name) {
    return sets.stream()
        .filter(set -> set.rule().isEmpty())
        .flatMap(set -> Optional.ofNullable(set.values().get(name)).stream())
        .findFirst();
  }
}
