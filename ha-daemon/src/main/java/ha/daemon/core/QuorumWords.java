package ha.daemon.core;

import ha.api.ClusterStatus.QuorumStatus;
import ha.api.ClusterStatus.Waiting;
import ha.membership.agreement.AgreementView;
import ha.membership.agreement.AgreementView.PeerView;
import ha.model.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The agreement's view in the words of the API. */
final class QuorumWords {
  private QuorumWords() {}

  static QuorumStatus of(AgreementView view, Instant since) {
    TreeSet<NodeName> together = new TreeSet<>(view.members().keySet());
    List<NodeName> missing = new ArrayList<>();
    for (PeerView peer : view.peers()) {
      if (view.members().isEmpty() && peer.bothWays()) {
        together.add(peer.node());
      }
      if (!peer.bothWays()) {
        missing.add(peer.node());
      }
    }
    together.add(view.self());
    int total = (int) view.electorate().votesOf(view.electorate().nodes().keySet());
    int votes = (int) view.electorate().votesOf(together);
    boolean two = view.electorate().voters().size() == 2;
    int needed = two && view.mayAct() ? votes : total / 2 + 1;
    Optional<Waiting> waiting =
        view.mayAct()
            ? Optional.empty()
            : Optional.of(new Waiting(missing, since, view.waitsFor(), wayOut(two, missing)));
    return new QuorumStatus(view.mayAct(), votes, needed, total, reason(view, two), waiting);
  }

  private static String reason(AgreementView view, boolean two) {
    if (!view.mayAct()) {
      return view.waitsFor();
    }
    return two && view.members().size() == 1
        ? "alone: " + view.lastMan().map(l -> l.peer() + " is known to be off").orElse("")
        : view.members().size() + " nodes agree";
  }

  private static String wayOut(boolean two, List<NodeName> missing) {
    if (missing.isEmpty()) {
      return "";
    }
    String first = missing.getFirst().value();
    return two
        ? "start "
            + first
            + "; or, if it is certainly off: hactl fence confirm "
            + first
            + " --reason \"...\", then hactl quorum lead-alone --off "
            + first
            + " --reason \"...\""
        : "start " + missing.getFirst();
  }
}
