package ha.policy.graph;

import ha.model.plan.Reason;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that may have to be done. Whether it is done follows from {@link #required} and {@link
 * #runnable} when the orders have been applied.
 */
public final class Action {
  /** What kind of thing is done. */
  public enum Kind {
    OPERATION,
    MILESTONE,
    FENCE,
    UNFENCE,
    CLEAR_FAILURES,
    FORGET,
    CANCEL,
    RELEASE
  }

  public final int id;
  public Kind kind;
  public final @Nullable Resource resource;
  public final String operation;
  public final Duration interval;
  public final @Nullable Node node;

  /** Has to be done. */
  public boolean required;

  /** Can be done. */
  public boolean runnable = true;

  /** Does nothing by itself: its effect comes with another action, or it marks a point. */
  public boolean pseudo;

  /** Part of the plan even though nothing requires it, such as a start already under way. */
  public boolean always;

  /** Never part of the plan. */
  public boolean dropped;

  /** May be done as part of a live migration. */
  public boolean migratable;

  /** Waits until nodes that may hold the resource are fenced. */
  public boolean needsFencing;

  public int expectedExitCode;
  public int requiredRunnable;
  public @Nullable Node migrationSource;
  public @Nullable Node migrationTarget;
  public @Nullable String fenceMode;
  public final TreeMap<String, String> environment = new TreeMap<>();

  /** Why it is required. */
  public @Nullable Reason reason;

  /** Why it cannot be done. */
  public @Nullable Reason obstacle;

  public final List<Edge> incoming = new ArrayList<>(4);
  public final List<Edge> outgoing = new ArrayList<>(4);

  Action(
      int id,
      Kind kind,
      @Nullable Resource resource,
      String operation,
      Duration interval,
      @Nullable Node node) {
    this.id = id;
    this.kind = kind;
    this.resource = resource;
    this.operation = operation;
    this.interval = interval;
    this.node = node;
    this.pseudo = kind == Kind.MILESTONE;
  }

  /** Makes it required; the first reason stays. */
  public void require(Reason why) {
    if (!required) {
      required = true;
      if (reason == null) {
        reason = why;
      }
    }
  }

  /** Makes it impossible; the first reason stays. */
  public void forbid(Reason why) {
    if (runnable) {
      runnable = false;
      obstacle = why;
    }
  }

  /** Whether it becomes part of the plan. */
  public boolean planned() {
    return !dropped && runnable && (always || required);
  }

  /** For reasons: {@code start of web on alice}. */
  public String describe() {
    return operation
        + (resource == null ? "" : " of " + resource)
        + (node == null ? "" : " on " + node);
  }

  @Override
  public String toString() {
    return (resource == null ? "" : resource + "_")
        + operation
        + "_"
        + interval.toMillis()
        + (node == null ? "" : "@" + node)
        + (required ? " required" : "")
        + (runnable ? "" : " unrunnable")
        + (pseudo ? " pseudo" : "");
  }
}
