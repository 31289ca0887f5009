package ha.daemon.runtime;

import ha.api.ApiJson;
import ha.api.NodeStatus;
import ha.api.NodeStatus.LinkState;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.fencing.watchdog.Urgency;
import ha.membership.links.LinkStatus;
import ha.membership.links.Links;
import ha.membership.links.LinksConfig;
import ha.membership.links.LinksException;
import ha.membership.links.LinksListener;
import ha.membership.links.PeerHint;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the core's words to the other daemons, and theirs to the core. The links speak before
 * they have been returned from {@code open}; what needs them waits until then.
 */
final class MessageEdge implements LinksListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MessageEdge.class);

  private final NodeName self;
  private final Consumer<CoreEvent> loop;
  private final Runnable duplicate;
  private final Links links;
  private final CountDownLatch open = new CountDownLatch(1);

  /**
   * @param duplicate told when another living process uses this node's name
   */
  MessageEdge(LinksConfig config, Consumer<CoreEvent> loop, Runnable duplicate)
      throws LinksException {
    this.self = config.self();
    this.loop = loop;
    this.duplicate = duplicate;
    this.links = Links.open(config, Urgency.threads("links"), this);
    open.countDown();
  }

  void beat(CoreEffect.Beat beat) {
    links.beat(Json.bytes(new Frame.Peer(beat.life(), beat.message())));
  }

  void send(CoreEffect.SendPeer effect) {
    send(effect.to(), new Frame.Peer(effect.life(), effect.message()));
  }

  void send(CoreEffect.SendController effect) {
    send(effect.to(), new Frame.Controller(effect.message()));
  }

  void send(CoreEffect.ForwardCall effect) {
    send(effect.to(), new Frame.Call(effect.number(), effect.call()));
  }

  void send(CoreEffect.ForwardAnswer effect) {
    send(effect.to(), new Frame.Reply(effect.number(), effect.reply()));
  }

  private void send(NodeName to, Frame frame) {
    links.send(to, Json.bytes(frame));
  }

  Links links() {
    return links;
  }

  /** Tells the core how the links do. */
  void look() {
    if (open.getCount() > 0) {
      return;
    }
    TreeMap<NodeName, List<NodeStatus.LinkStatus>> seen = new TreeMap<>();
    for (LinkStatus link : links.status()) {
      LinkState state =
          link.up()
              ? LinkState.UP
              : link.silence().isPresent() ? LinkState.DOWN : LinkState.UNKNOWN;
      seen.computeIfAbsent(link.peer(), p -> new ArrayList<>())
          .add(
              new NodeStatus.LinkStatus(
                  link.link(),
                  link.remote().getAddress().getHostAddress(),
                  state,
                  Optional.empty()));
    }
    loop.accept(new CoreEvent.LinksSeen(seen));
  }

  @Override
  public void beat(NodeName from, Incarnation incarnation, byte[] payload) {
    arrived(from, payload);
  }

  @Override
  public void message(NodeName from, Incarnation incarnation, byte[] payload) {
    arrived(from, payload);
  }

  private void arrived(NodeName from, byte[] payload) {
    Frame frame;
    try {
      frame = ApiJson.read(payload, Frame.class);
    } catch (IllegalArgumentException e) {
      LOG.warn("{} sent what this version does not understand: {}", from, e.getMessage());
      return;
    }
    loop.accept(event(from, frame));
  }

  /** What the core hears when another node has sent this. */
  static CoreEvent event(NodeName from, Frame frame) {
    return switch (frame) {
      case Frame.Peer f -> new CoreEvent.PeerSaid(from, f.life(), f.message());
      case Frame.Controller f -> new CoreEvent.ControllerSaid(from, f.message());
      case Frame.Call f -> new CoreEvent.CallForwarded(from, f.number(), f.call());
      case Frame.Reply f -> new CoreEvent.CallAnswered(f.number(), f.reply());
    };
  }

  @Override
  public void hint(PeerHint hint) {
    switch (hint) {
      case PeerHint.ProcessGone h -> loop.accept(new CoreEvent.ProcessGone(h.peer()));
      case PeerHint.JGroupsView h -> LOG.debug("JGroups sees {}", h.members());
      case PeerHint.JGroupsSuspects h -> LOG.debug("JGroups suspects {}", h.peer());
      case PeerHint.LinkDown h -> {
        LOG.warn("link {} to {} is down", h.link(), h.peer());
        look();
      }
      case PeerHint.LinkUp h -> {
        LOG.info("link {} to {} is up", h.link(), h.peer());
        look();
      }
      case PeerHint.DuplicateName h -> {
        LOG.error(
            "another daemon uses the node name {} (it sends from {}); every node needs a name of"
                + " its own: change 'node' in its configuration file",
            h.name(),
            h.address());
        if (h.name().equals(self)) {
          duplicate.run();
        }
      }
      // The links have said these two in their own log, with what to do.
      case PeerHint.WrongKey h -> LOG.debug("wrong key at {}", h.address());
      case PeerHint.WrongCluster h -> LOG.debug("cluster {} at {}", h.cluster(), h.address());
    }
  }

  @Override
  public void close() {
    links.close();
  }
}
