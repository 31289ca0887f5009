package ha.daemon.desk;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus.Waiting;
import ha.api.Order;
import ha.model.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What speaks against taking a person's word for a node's power where nobody leads. */
final class OfflineWords {
  private OfflineWords() {}

  /** Why {@code order} cannot be right; empty if it may be. */
  static Optional<ApiError> doubt(Order order, Situation s) {
    return switch (order) {
      case Order.FenceConfirmOrder o -> doubts(List.of(o.node()), s);
      case Order.LeadAloneOrder o -> doubts(o.off(), s).or(() -> unnamed(o, s));
      case Order ignored -> Optional.empty();
    };
  }

  private static Optional<ApiError> doubts(List<NodeName> off, Situation s) {
    return off.stream().flatMap(node -> doubt(node, s).stream()).findFirst();
  }

  private static Optional<ApiError> doubt(NodeName node, Situation s) {
    TreeSet<NodeName> known = new TreeSet<>(s.record().nodes().keySet());
    s.definitions().ifPresent(d -> known.addAll(d.nodes().keySet()));
    waitedFor(s).ifPresent(known::addAll);
    if (node.equals(s.self())) {
      return refused(node + " is this very node, which is certainly on", "name the other node");
    }
    if (!known.contains(node)) {
      return Optional.of(
          ApiError.of(
              Kind.NOT_FOUND, "no node '" + node + "' is defined", "known are: " + names(known)));
    }
    boolean answers = waitedFor(s).map(missing -> !missing.contains(node)).orElse(false);
    return answers
        ? refused(node + " answers: it is not off", "hactl status, and look at both nodes' logs")
        : Optional.empty();
  }

  /** A person who leads alone vouches for every node that is missing, by name. */
  private static Optional<ApiError> unnamed(Order.LeadAloneOrder order, Situation s) {
    List<NodeName> left = new ArrayList<>(waitedFor(s).orElse(List.of()));
    left.removeAll(order.off());
    return left.isEmpty()
        ? Optional.empty()
        : refused(
            names(left) + " may be on: every node that is waited for must be named as off",
            "when certain: add --off " + left.getFirst());
  }

  private static Optional<List<NodeName>> waitedFor(Situation s) {
    return s.quorum().waiting().map(Waiting::nodes);
  }

  private static Optional<ApiError> refused(String message, String remedy) {
    return Optional.of(ApiError.of(Kind.REFUSED, message, remedy));
  }

  private static String names(Iterable<NodeName> nodes) {
    List<NodeName> all = new ArrayList<>();
    nodes.forEach(all::add);
    return all.stream().map(NodeName::value).collect(Collectors.joining(", "));
  }
}
