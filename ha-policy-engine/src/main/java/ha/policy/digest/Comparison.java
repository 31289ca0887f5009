package ha.policy.digest;

import ha.model.snapshot.OperationRecord;
import ha.policy.action.OperationOptions;
import ha.policy.action.Parameters;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compares the parameters of an operation of history with those that are defined now. */
public final class Comparison {
  private static final String TIMEOUT = "CRM_meta_timeout";

  private final Situation s;
  private final Resource r;
  private final OperationRecord op;
  private final Map<String, String> extra;
  private final SortedMap<String, String> given;

  private Comparison(Situation s, Resource r, Node node, OperationRecord op) {
    this.s = s;
    this.r = r;
    this.op = op;
    String operation = op.interval().isZero() ? "start" : op.operation();
    this.extra = OperationOptions.parameters(s, r, operation, op.interval(), node);
    this.given = Parameters.of(s, r, node, extra);
  }

  /** What a change amounts to. */
  enum Verdict {
    SAME,
    /** Only a restart makes up for it. */
    RESTART,
    OTHER
  }

  /** What is different, secrets aside. */
  static Verdict of(Situation s, Resource r, Node node, OperationRecord op) {
    Comparison comparison = new Comparison(s, r, node, op);
    return comparison.openOnesAreSame() ? Verdict.SAME : comparison.verdict();
  }

  /** Whether anything is different, secrets included; false where nothing is known. */
  public static boolean differs(Situation s, Resource r, Node node, OperationRecord op) {
    return Fingerprint.isKnown(op.parametersDigest())
        && new Comparison(s, r, node, op).verdict() != Verdict.SAME;
  }

  private boolean openOnesAreSame() {
    if (op.openDigest().isEmpty()) {
      return false;
    }
    TreeMap<String, String> open = new TreeMap<>(given);
    op.secretParameters().forEach(open::remove);
    if (r.isFenceDevice()) {
      open.keySet().removeIf(Comparison::ofCluster);
    }
    return s.fingerprints.matches(op.openDigest(), open);
  }

  /** Parameters of a fence device that the cluster reads and its agent does not know. */
  private static boolean ofCluster(String name) {
    return name.startsWith("pcmk_") || name.equals("provides") || name.equals("stonith-timeout");
  }

  private Verdict verdict() {
    if (!op.restartDigest().isEmpty() && op.restartParameters().isPresent()) {
      SortedMap<String, String> kept = new TreeMap<>(given);
      kept.keySet().retainAll(op.restartParameters().get());
      if (!s.fingerprints.matches(op.restartDigest(), kept)) {
        return Verdict.RESTART;
      }
    }
    if (s.fingerprints.matches(op.parametersDigest(), withTimeout())) {
      return Verdict.SAME;
    }
    return op.interval().isZero() && !extra.isEmpty() ? Verdict.RESTART : Verdict.OTHER;
  }

  /** Pacemaker's fingerprint of a recurring operation holds its timeout too. */
  private SortedMap<String, String> withTimeout() {
    if (op.interval().isZero() || !Fingerprint.isPacemaker(op.parametersDigest())) {
      return given;
    }
    Duration timeout = OperationOptions.timeout(s, r, op.operation(), op.interval());
    SortedMap<String, String> all = new TreeMap<>(given);
    all.put(TIMEOUT, Long.toString(timeout.toMillis()));
    return all;
  }
}
