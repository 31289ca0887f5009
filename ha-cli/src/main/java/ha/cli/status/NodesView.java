package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.NodeStatus;
import ha.api.NodeStatus.CheckState;
import ha.api.NodeStatus.FenceDeviceStatus;
import ha.api.NodeStatus.LinkState;
import ha.api.NodeStatus.LinkStatus;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One line a node. */
final class NodesView {
  private final ClusterStatus status;
  private final boolean wide;

  NodesView(ClusterStatus status, boolean wide) {
    this.status = status;
    this.wide = wide;
  }

  void onto(Page page) {
    if (status.nodes().isEmpty()) {
      return;
    }
    page.heading("Nodes");
    int kept = Integer.MAX_VALUE;
    Table table = new Table(kept, kept, 1, 3, 2, 0, kept);
    for (NodeStatus node : status.nodes()) {
      table.row(
          mark(node).plus(" ").plus(Tone.STRONG, node.name().value()),
          standing(node),
          since(node),
          links(node),
          fencing(node),
          wide ? Line.of(Tone.FAINT, "life " + node.incarnation()) : Line.EMPTY,
          doing(node));
    }
    table.onto(page, 2);
  }

  private static Line mark(NodeStatus node) {
    return switch (node.standing()) {
      case MEMBER ->
          node.standby() || node.maintenance()
              ? Line.of(Tone.WARNING, "●")
              : Line.of(Tone.GOOD, "●");
      case JOINING, LEAVING -> Line.of(Tone.WARNING, "◐");
      case LEFT, FENCED, UNSEEN -> Line.of(Tone.FAINT, "○");
      case LOST -> Line.of(Tone.BAD, "✖");
    };
  }

  private Line standing(NodeStatus node) {
    List<Line> words = new ArrayList<>();
    words.add(
        switch (node.standing()) {
          case MEMBER -> Line.of("member");
          case JOINING -> Line.of(Tone.WARNING, "joining");
          case LEAVING -> Line.of(Tone.WARNING, "leaving");
          case LEFT -> Line.of(Tone.FAINT, "left");
          case LOST -> Line.of(Tone.BAD, "lost");
          case FENCED -> Line.of(Tone.FAINT, "off (fenced)");
          case UNSEEN -> Line.of(Tone.FAINT, "never seen");
        });
    if (status.leader().equals(Optional.of(node.name()))) {
      words.add(Line.of("leader"));
    }
    if (node.standby()) {
      words.add(Line.of(Tone.WARNING, "standby"));
    }
    if (node.maintenance()) {
      words.add(Line.of(Tone.WARNING, "maintenance"));
    }
    return Line.join(", ", words);
  }

  private Line since(NodeStatus node) {
    return node.since().map(since -> Line.of(Tone.FAINT, "for " + age(since))).orElse(Line.EMPTY);
  }

  private String age(Instant since) {
    return Times.rough(Duration.between(since, status.at()));
  }

  private Line links(NodeStatus node) {
    List<LinkStatus> known =
        node.links().stream().filter(l -> l.state() != LinkState.UNKNOWN).toList();
    if (known.isEmpty()) {
      return Line.EMPTY;
    }
    List<LinkStatus> down = known.stream().filter(l -> l.state() == LinkState.DOWN).toList();
    String count = (known.size() - down.size()) + " of " + known.size() + " links";
    if (down.isEmpty()) {
      return Line.of(Tone.FAINT, count);
    }
    String names = wide ? " (not " + addresses(down) + ")" : "";
    return Line.of(down.size() == known.size() ? Tone.BAD : Tone.WARNING, count + names);
  }

  private static String addresses(List<LinkStatus> links) {
    return String.join(", ", links.stream().map(LinkStatus::address).toList());
  }

  private Line fencing(NodeStatus node) {
    if (node.fenceDevices().isEmpty()) {
      return Line.of(Tone.WARNING, "no fence device");
    }
    List<FenceDeviceStatus> failed =
        node.fenceDevices().stream().filter(d -> d.state() == CheckState.FAILED).toList();
    if (!failed.isEmpty()) {
      FenceDeviceStatus first = failed.getFirst();
      String detail = wide && !first.detail().isEmpty() ? ": " + first.detail() : "";
      return Line.of(Tone.BAD, "✖ " + first.id() + detail);
    }
    Optional<Instant> oldest =
        node.fenceDevices().stream().flatMap(d -> d.checked().stream()).min(Instant::compareTo);
    boolean unchecked =
        node.fenceDevices().stream().anyMatch(d -> d.state() == CheckState.UNCHECKED);
    if (unchecked || oldest.isEmpty()) {
      return Line.of(Tone.WARNING, "fencing not checked");
    }
    return Line.of(Tone.GOOD, "✔")
        .plus(Tone.FAINT, " fencing checked " + Times.ago(oldest.orElseThrow(), status.at()));
  }

  private Line doing(NodeStatus node) {
    Line pending =
        node.pending()
            .map(p -> Line.of(Tone.WARNING, p.text()).plus(Tone.FAINT, " for " + age(p.since())))
            .orElse(Line.EMPTY);
    return Line.join(" · ", List.of(pending, Line.of(Tone.FAINT, node.detail())));
  }
}
