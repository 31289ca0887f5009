package ha.policy.situation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is reached through what: remote nodes and guests through their connections, and what lives
 * in a container through it.
 */
public final class Connections {
  private final Map<Node, Resource> connections = new LinkedHashMap<>();
  private final Map<Resource, Node> nodes = new LinkedHashMap<>();
  private final Map<Resource, Resource> containers = new LinkedHashMap<>();
  private final Map<Resource, String> restarts = new LinkedHashMap<>();
  private final Map<Resource, Set<Node>> failedOn = new LinkedHashMap<>();
  private final Set<Resource> anyHost = new HashSet<>();
  private final Set<Node> doubtful = new HashSet<>();

  /**
   * The container stops and starts again because something in it failed on the node. The first
   * reason stays. The connection into a bundle's container need not be where that is.
   */
  public void restart(Resource container, Resource filler, Node node, String why) {
    restarts.putIfAbsent(container, why);
    if (filler.parent == null || !filler.parent.isBundle()) {
      failedOn.computeIfAbsent(container, c -> new LinkedHashSet<>()).add(node);
    }
  }

  /** Where something failed that lives in the container: it may be there, whatever is known. */
  public Set<Node> failedOn(Resource container) {
    return failedOn.getOrDefault(container, Set.of());
  }

  /** Why the container restarts; empty where it need not. */
  public Optional<String> restartReason(Resource container) {
    return Optional.ofNullable(restarts.get(container));
  }

  /** Whether every node is reached without a connection. */
  public boolean isEmpty() {
    return connections.isEmpty();
  }

  /** The node is reached through this resource. */
  public void connect(Node node, Resource connection) {
    connections.put(node, connection);
    nodes.put(connection, node);
  }

  /** The resource lives in this container. */
  public void contain(Resource filler, Resource container) {
    containers.put(filler, container);
  }

  /** The container may run on remote nodes, though it holds a guest. */
  public void allowAnyHost(Resource container) {
    anyHost.add(container);
  }

  public boolean mayRunAnywhere(@Nullable Resource container) {
    return anyHost.contains(container);
  }

  /** The connection through which the node is reached. */
  public Optional<Resource> of(Node node) {
    return Optional.ofNullable(connections.get(node));
  }

  /** The node that is reached through this connection. */
  public Optional<Node> nodeOf(Resource connection) {
    return Optional.ofNullable(nodes.get(connection));
  }

  public boolean isConnection(Resource r) {
    return nodes.containsKey(r);
  }

  /** The connection to a remote node, not to a guest. */
  public boolean isRemoteConnection(Resource r) {
    return nodes.containsKey(r) && !containers.containsKey(r);
  }

  /** The container in which the resource lives. */
  public Optional<Resource> containerOf(Resource filler) {
    return Optional.ofNullable(containers.get(filler));
  }

  /** The container in which the guest lives; none of any other node. */
  public Optional<Resource> containerOf(Node guest) {
    return of(guest).flatMap(this::containerOf);
  }

  /** What lives in the container, connections included. */
  public List<Resource> fillersOf(Resource container) {
    if (containers.isEmpty()) {
      return List.of();
    }
    List<Resource> fillers = new ArrayList<>();
    containers.forEach((filler, within) -> {
      if (within == container) {
        fillers.add(filler);
      }
    });
    return fillers;
  }

  /** The guest that the container holds. */
  public Optional<Node> guestIn(Resource container) {
    return fillersOf(container).stream().flatMap(f -> nodeOf(f).stream()).findFirst();
  }

  /** All connections, remote nodes' and guests'. */
  public List<Resource> all() {
    return List.copyOf(nodes.keySet());
  }

  /** What ran on the node is not certain to be gone before it was fenced or its container ended. */
  public void doubt(Node node) {
    doubtful.add(node);
  }

  public void trust(Node node) {
    doubtful.remove(node);
  }

  public boolean isDoubtful(Node node) {
    return doubtful.contains(node);
  }
}
