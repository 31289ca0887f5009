package ha.simulation.world;

import ha.daemon.core.NodeCore;
import ha.daemon.desk.ApplyDesk;
import ha.daemon.desk.Desk;
import ha.membership.agreement.AgreementConfig;
import ha.membership.ledger.Durable;
import ha.membership.ledger.Electorate;
import ha.membership.ledger.LedgerStore;
import ha.membership.ledger.LogEntry;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.json.Json;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Revision;
import ha.simulation.cluster.Blueprint;
import java.util.Optional;
import java.util.TreeMap;

/** Makes cores as the daemon does at its start. */
final class Cores {
  private Cores() {}

  static NodeCore make(World world, Machine machine, LedgerStore store, Incarnation life) {
    Blueprint.Library library = world.library();
    Optional<String> recorded = recorded(store.durable());
    String yaml = recorded.orElse(world.blueprint().yaml());
    Definitions definitions = library.definitions(yaml).orElseThrow();
    AgreementConfig config =
        new AgreementConfig(
            machine.name(),
            definitions.cluster(),
            electorate(definitions),
            text -> library.definitions(text).map(Cores::electorate),
            world.unsafe());
    return new NodeCore(
        config,
        life,
        store.durable(),
        world.decider(),
        library::definitions,
        new Desk(world.decider(), new ApplyDesk((label, text) -> library.read(text))),
        new NodeCore.Seed(recorded.isPresent() ? "" : yaml, "root@" + machine),
        machine.mono(),
        machine.wall());
  }

  private static Optional<String> recorded(Durable durable) {
    for (LogEntry entry : durable.entries().reversed()) {
      if (entry.entry() instanceof LedgerEntry.DefinitionsApplied applied) {
        return Optional.of(applied.yaml());
      }
    }
    String state = durable.snapshot().state();
    return state.isEmpty()
        ? Optional.empty()
        : Json.read(state, ClusterRecord.class).revision().map(Revision::yaml);
  }

  private static Electorate electorate(Definitions definitions) {
    TreeMap<NodeName, Electorate.Voter> voters = new TreeMap<>();
    definitions
        .nodes()
        .forEach((name, n) ->
            voters.put(
                name,
                new Electorate.Voter(
                    n.votes(),
                    n.preference(),
                    n.kind() == ha.model.definition.NodeDefinition.Kind.WITNESS)));
    return new Electorate(voters);
  }
}
