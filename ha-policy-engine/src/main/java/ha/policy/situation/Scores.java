package ha.policy.situation;

import ha.model.Score;
import ha.model.definition.Constraint.Discovery;
import ha.model.plan.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a resource wants each node, by the node's index, with what contributed to it. Nodes that
 * are not allowed have no score at all.
 */
public final class Scores {
  public static final int INFINITY = 1_000_000;

  private final int[] values;
  private final boolean[] allowed;
  private final @Nullable List<Reason>[] contributions;
  private final Discovery[] discovery;

  /** No node allowed. */
  public Scores(int nodes) {
    this(new int[nodes], new boolean[nodes], emptyLists(nodes), new Discovery[nodes]);
    Arrays.fill(discovery, Discovery.ALWAYS);
  }

  private Scores(
      int[] values,
      boolean[] allowed,
      @Nullable List<Reason>[] contributions,
      Discovery[] discovery) {
    this.values = values;
    this.allowed = allowed;
    this.contributions = contributions;
    this.discovery = discovery;
  }

  @SuppressWarnings("unchecked") // Java has no arrays of generic types
  private static @Nullable List<Reason>[] emptyLists(int nodes) {
    return (@Nullable List<Reason>[]) new List<?>[nodes];
  }

  /** Sum with Pacemaker's infinities: −INFINITY wins, then INFINITY. */
  public static int sum(int a, int b) {
    if (a <= -INFINITY || b <= -INFINITY) {
      return -INFINITY;
    }
    if (a >= INFINITY || b >= INFINITY) {
      return INFINITY;
    }
    return Math.clamp((long) a + b, -INFINITY, INFINITY);
  }

  public int size() {
    return values.length;
  }

  public boolean allows(int node) {
    return allowed[node];
  }

  /** The node's score; −INFINITY if it is not allowed. */
  public int get(int node) {
    return allowed[node] ? values[node] : -INFINITY;
  }

  public Discovery discovery(int node) {
    return discovery[node];
  }

  public void discover(int node, Discovery how) {
    discovery[node] = how;
  }

  /** Allows the node, with score zero if it had none. */
  public void allow(int node) {
    allowed[node] = true;
  }

  /** Adds to the node's score, allowing it if it was not, and records why. */
  public void add(int node, int score, Reason reason) {
    allowed[node] = true;
    values[node] = sum(values[node], score);
    if (score != 0) {
      record(node, reason);
    }
  }

  /** Sets the score in a working copy; nothing is recorded. */
  public void set(int node, int score) {
    values[node] = score;
  }

  private void record(int node, Reason reason) {
    List<Reason> list = contributions[node];
    if (list == null) {
      list = new ArrayList<>(4);
      contributions[node] = list;
    }
    list.add(reason);
  }

  /** What contributed to the node's score, in the order added. */
  public List<Reason> contributions(int node) {
    List<Reason> list = contributions[node];
    return list == null ? List.of() : list;
  }

  /** A copy to calculate with, without contributions. */
  public Scores workingCopy() {
    return new Scores(values.clone(), allowed.clone(), emptyLists(values.length), discovery);
  }

  /** A full copy to return to. */
  public Scores copy() {
    @Nullable List<Reason>[] lists = emptyLists(values.length);
    for (int i = 0; i < lists.length; i++) {
      List<Reason> list = contributions[i];
      lists[i] = list == null ? null : new ArrayList<>(list);
    }
    return new Scores(values.clone(), allowed.clone(), lists, discovery.clone());
  }

  /** Goes back to a full copy. */
  public void restore(Scores saved) {
    for (int i = 0; i < values.length; i++) {
      values[i] = saved.values[i];
      allowed[i] = saved.allowed[i];
      contributions[i] = saved.contributions[i];
      discovery[i] = saved.discovery[i];
    }
  }

  /** Takes over the scores of a working copy and records each difference. */
  public void adopt(Scores work, DifferenceReason why) {
    for (int node = 0; node < values.length; node++) {
      if (work.values[node] != values[node]) {
        int now = work.values[node];
        int difference = now <= -INFINITY || now >= INFINITY ? now : now - values[node];
        values[node] = now;
        record(node, why.of(node, Score.of(difference)));
      }
    }
  }

  /** Makes the reason of a difference. */
  public interface DifferenceReason {
    Reason of(int node, Score difference);
  }
}
