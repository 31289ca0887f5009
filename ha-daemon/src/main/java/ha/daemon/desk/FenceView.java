package ha.daemon.desk;

import ha.api.FenceChecks;
import ha.api.NodeStatus.CheckState;
import ha.api.NodeStatus.FenceDeviceStatus;
import ha.api.StatusProblem;
import ha.daemon.proof.FenceProof;
import ha.fencing.FenceTopology;
import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.plan.Problem.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What can fence a node, and whether it would. */
record FenceView(Situation situation, Definitions definitions) {

  List<FenceDeviceStatus> devices(NodeName node) {
    return ids(node).stream().map(id -> device(id, node)).toList();
  }

  private List<DeviceId> ids(NodeName node) {
    return definitions.fencingTopology().stream()
        .filter(level -> level.target().equals(new FencingLevel.Target.Node(node)))
        .flatMap(level -> level.devices().stream())
        .distinct()
        .toList();
  }

  private List<FenceProof> proofs(DeviceId id, NodeName node) {
    return FenceProof.of(id, node, situation.record().attributes());
  }

  /** Failed if it fails for any member; checked as long ago as the oldest of the newest checks. */
  private FenceDeviceStatus device(DeviceId id, NodeName node) {
    FenceDeviceDefinition definition = definitions.fenceDevices().get(id);
    String agent = definition == null ? "" : definition.agent();
    List<FenceProof> proofs = proofs(id, node);
    Optional<FenceProof> failed = proofs.stream().filter(p -> !p.good()).findFirst();
    Optional<Instant> oldest = proofs.stream().map(FenceProof::at).min(Comparator.naturalOrder());
    CheckState state =
        proofs.isEmpty()
            ? CheckState.UNCHECKED
            : failed.isPresent() ? CheckState.FAILED : CheckState.OK;
    String detail = failed.map(p -> p.detail() + " (from " + p.by() + ")").orElse("");
    return new FenceDeviceStatus(id, agent, state, oldest, detail);
  }

  /** Every device, as every other member found it. */
  FenceChecks checks(NodeName node) {
    List<FenceChecks.Check> checks = new ArrayList<>();
    List<List<DeviceId>> levels = FenceTopology.levels(definitions, node);
    for (int level = 1; level <= levels.size(); level++) {
      for (DeviceId id : levels.get(level - 1)) {
        for (NodeName by : situation.record().members().keySet()) {
          if (!by.equals(node) && !definitions.witnesses().contains(by)) {
            checks.add(check(level, id, node, by));
          }
        }
      }
    }
    return new FenceChecks(node, checks);
  }

  private FenceChecks.Check check(int level, DeviceId id, NodeName node, NodeName by) {
    FenceDeviceDefinition definition = definitions.fenceDevices().get(id);
    String agent = definition == null ? "" : definition.agent();
    Optional<FenceProof> proof =
        proofs(id, node).stream().filter(p -> p.by().equals(by)).findFirst();
    CheckState state =
        proof.map(p -> p.good() ? CheckState.OK : CheckState.FAILED).orElse(CheckState.UNCHECKED);
    return new FenceChecks.Check(
        level,
        id,
        agent,
        by,
        state,
        proof.map(FenceProof::at),
        proof.map(FenceProof::detail).orElse(""));
  }

  /** Devices that would not fence. */
  List<StatusProblem> problems() {
    List<StatusProblem> found = new ArrayList<>();
    for (NodeName node : definitions.nodes().keySet()) {
      for (DeviceId id : ids(node)) {
        proofs(id, node).stream()
            .filter(p -> !p.good())
            .findFirst()
            .ifPresent(p -> found.add(problem(p)));
      }
    }
    return found;
  }

  private static StatusProblem problem(FenceProof proof) {
    return new StatusProblem(
        Severity.WARNING,
        Optional.empty(),
        Optional.of(proof.target()),
        proof.device()
            + " would not fence "
            + proof.target()
            + " now, as seen from "
            + proof.by()
            + ": "
            + proof.detail(),
        Optional.of(proof.at()),
        "is checked again every five minutes",
        Optional.empty(),
        "mend the device, its address or its account; see docs/FENCING.md");
  }
}
