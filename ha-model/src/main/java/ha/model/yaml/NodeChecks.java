package ha.model.yaml;

import ha.model.definition.Definitions;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OptionNames;
import ha.model.definition.SourcePosition;
import java.util.List;

/** Links and votes of all nodes together, and what two nodes should think of. */
final class NodeChecks {
  private NodeChecks() {}

  static void run(Definitions definitions, Findings findings) {
    List<NodeDefinition> members =
        definitions.nodes().values().stream()
            .filter(node -> node.hasLinks() && !node.links().isEmpty())
            .toList();
    if (members.isEmpty()) {
      return;
    }
    linkCounts(members, findings);
    votes(members, findings);
    witnesses(members, findings);
    if (definitions.nodes().size() == 2 && members.size() == 2) {
      twoNodes(definitions, members, findings);
    }
  }

  private static void linkCounts(List<NodeDefinition> members, Findings findings) {
    NodeDefinition model = members.getFirst();
    for (NodeDefinition node : members) {
      boolean tooMany = node.links().size() > NodeReader.MOST_LINKS;
      if (node.links().size() != model.links().size() && !tooMany) {
        findings.error(
            node.position(),
            "node '"
                + node.name()
                + "' has "
                + count(node.links().size())
                + ", but '"
                + model.name()
                + "' has "
                + count(model.links().size()),
            "the same number of links on every node, in the same order",
            "add the missing address, or remove the surplus one");
      }
    }
  }

  private static String count(int links) {
    return links == 1 ? "1 link" : links + " links";
  }

  private static void votes(List<NodeDefinition> members, Findings findings) {
    if (members.stream().allMatch(node -> node.votes() == 0)) {
      findings.error(
          members.getFirst().position(),
          "no node has a vote, so there is never quorum",
          "votes above zero on at least one node",
          "remove votes: 0");
    }
  }

  /** A witness breaks a tie; it must never be able to outvote those that hold the data. */
  private static void witnesses(List<NodeDefinition> all, Findings findings) {
    List<NodeDefinition> witnesses =
        all.stream().filter(node -> node.kind() == NodeDefinition.Kind.WITNESS).toList();
    if (witnesses.isEmpty()) {
      return;
    }
    NodeDefinition witness = witnesses.getLast();
    if (witnesses.size() > 1) {
      findings.error(
          witness.position(),
          "there is more than one witness",
          "one witness at most",
          "remove '" + witness.name() + "'");
    }
    if (witness.votes() != 1) {
      findings.error(
          witness.position(),
          "witness '" + witness.name() + "' has " + witness.votes() + " votes",
          "votes: 1",
          "remove votes");
    }
    if (all.size() - witnesses.size() < 2) {
      findings.error(
          witness.position(),
          "a witness needs two nodes between which it decides",
          "two nodes that are no witness",
          "remove kind: witness, or add a node");
    }
  }

  private static void twoNodes(
      Definitions definitions, List<NodeDefinition> members, Findings findings) {
    SourcePosition place = members.getFirst().position();
    if (members.stream().allMatch(node -> node.links().size() == 1)) {
      findings.warning(
          place,
          "two nodes with one link: when it breaks, each takes the other for dead",
          "two links over different hardware",
          "add a second address to each node, for example on the cable that DRBD uses");
    }
    if (definitions.cluster().fenceDelay().isZero()) {
      findings.warning(
          place,
          "two nodes without fence-delay may switch each other off at the same moment",
          "a fence-delay above the time that a power switch needs to answer",
          "write fence-delay: 1s under cluster");
    }
    String policy = Clusterwide.option(definitions, OptionNames.Cluster.NO_QUORUM_POLICY);
    if (policy.equals("ignore")) {
      findings.warning(
          place,
          "no-quorum-policy: ignore is not needed with two nodes, and takes a safeguard away",
          "stop: a survivor that has confirmed the other off has quorum",
          "remove no-quorum-policy");
    }
  }
}
