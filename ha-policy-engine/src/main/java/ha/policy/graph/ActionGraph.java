package ha.policy.graph;

import ha.model.definition.SourcePosition;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All actions that were thought of, and how they hang together. */
public final class ActionGraph {
  private final List<Action> actions = new ArrayList<>();

  /** In the order in which they were made. */
  public List<Action> actions() {
    return actions;
  }

  /** The resource's operation on the node, made if it was not there. */
  public Action operation(Resource r, String operation, @Nullable Node node) {
    return operation(r, operation, Duration.ZERO, node);
  }

  /** The same for an operation that recurs. */
  public Action operation(Resource r, String operation, Duration interval, @Nullable Node node) {
    Action there = r.operation(operation, interval, node);
    return there != null ? there : make(Action.Kind.OPERATION, r, operation, interval, node);
  }

  /** A point in the life of a group or clone, made if it was not there. */
  public Action milestone(Resource r, String name) {
    Action there = r.action(name, null);
    return there != null ? there : make(Action.Kind.MILESTONE, r, name, Duration.ZERO, null);
  }

  /**
   * An operation that will not be done, made where there is none, so that what would wait for it is
   * known.
   */
  public void placeholder(Resource r, String operation) {
    if (r.action(operation, null) == null) {
      make(Action.Kind.OPERATION, r, operation, Duration.ZERO, null).dropped = true;
    }
  }

  public Action make(
      Action.Kind kind,
      @Nullable Resource r,
      String operation,
      Duration interval,
      @Nullable Node node) {
    Action action = new Action(actions.size(), kind, r, operation, interval, node);
    actions.add(action);
    if (r != null) {
      r.add(action);
    }
    return action;
  }

  /** Orders two actions. */
  public void order(Action first, Action then, Edge.Effect... effects) {
    order(first, then, "", SourcePosition.NONE, effects);
  }

  /** Orders two actions because a definition says so. */
  public void order(
      Action first,
      Action then,
      String definition,
      SourcePosition position,
      Edge.Effect... effects) {
    if (first == then) {
      return;
    }
    Edge edge = new Edge(first, then, effects, definition, position);
    first.outgoing.add(edge);
    then.incoming.add(edge);
  }

  /** Takes an order back. */
  public void waive(Edge edge) {
    edge.first().outgoing.remove(edge);
    edge.then().incoming.remove(edge);
  }
}
