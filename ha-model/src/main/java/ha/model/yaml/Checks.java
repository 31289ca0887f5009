package ha.model.yaml;

import ha.model.definition.Definitions;

/** What can only be said of the definitions as a whole. Each check tells of its findings once. */
final class Checks {
  private Checks() {}

  static void run(DefinitionsReader.Result read, Reading reading) {
    Definitions definitions = read.definitions();
    Findings findings = reading.findings;
    NodeChecks.run(definitions, findings);
    FenceChecks.run(read, reading);
    OrderCycles.run(definitions, findings);
    TogetherChecks.run(definitions, findings);
    PlacementChecks.run(definitions, reading);
    ParameterChecks.run(definitions, reading);
    ReachedChecks.run(definitions, findings);
    TimeChecks.run(definitions, findings);
  }
}
