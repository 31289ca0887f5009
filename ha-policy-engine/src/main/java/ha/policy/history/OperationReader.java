package ha.policy.history;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.policy.action.OnFail;
import ha.policy.action.OperationOptions;
import ha.policy.remote.RemoteFailures;
import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.Scores;
import ha.policy.situation.Situation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one resource's operations on one node, oldest first, into a role and a reaction. */
final class OperationReader {
  private final Situation s;
  private final Resource r;
  private final Node node;
  private final List<OperationRecord> operations;
  private @Nullable Role role;
  private OnFail onFail = OnFail.IGNORE;
  private @Nullable OperationRecord failure;
  private boolean dangling;
  private boolean failureSeen;

  /** What an operation's result amounts to. */
  private enum Outcome {
    PENDING,
    EXPECTED,
    FAILED,
    FAILED_HERE,
    FAILED_EVERYWHERE,
    IGNORED
  }

  OperationReader(Situation s, Resource r, Node node, List<OperationRecord> operations) {
    this.s = s;
    this.r = r;
    this.node = node;
    this.operations = operations;
  }

  /** Empty: nothing is known. */
  Optional<Role> role() {
    return Optional.ofNullable(role);
  }

  OnFail onFail() {
    return onFail;
  }

  Optional<OperationRecord> failure() {
    return Optional.ofNullable(failure);
  }

  /** The resource was migrated away, but not yet stopped here. */
  boolean danglingMigration() {
    return dangling;
  }

  boolean failureSeen() {
    return failureSeen;
  }

  void readAll() {
    for (OperationRecord op : operations) {
      boolean nothing = op.status() == Status.CANCELLED && !cannotBeThere(op, exit(op));
      if (!op.operation().equals("notify") && !nothing) {
        read(op);
      }
    }
  }

  private void read(OperationRecord op) {
    int exit = exit(op);
    Outcome outcome = outcome(op, exit);
    boolean failed =
        outcome == Outcome.FAILED
            || outcome == Outcome.FAILED_HERE
            || outcome == Outcome.FAILED_EVERYWHERE;
    if (failed && expired(op)) {
      if (hopeless(op, outcome)) {
        failure = op;
        onFail = onFail.or(OnFail.BLOCK);
      }
      return;
    }
    if (outcome == Outcome.PENDING && forgotten(op)) {
      return;
    }
    if (outcome != Outcome.PENDING && outcome != Outcome.IGNORED) {
      OutdatedFailures.read(s, r, node, op);
    }
    switch (outcome) {
      case PENDING -> pending(op);
      case EXPECTED -> succeeded(op, exit);
      case FAILED, FAILED_HERE, FAILED_EVERYWHERE -> failed(op, exit, outcome);
      case IGNORED -> {}
    }
  }

  /** The exit code that counts: what is watched may be degraded and still be what it should be. */
  private static int exit(OperationRecord op) {
    if (!op.operation().equals("monitor")) {
      return op.exitCode();
    }
    return switch (op.exitCode()) {
      case ExitCode.DEGRADED -> ExitCode.OK;
      case ExitCode.DEGRADED_PROMOTED -> ExitCode.RUNNING_PROMOTED;
      default -> op.exitCode();
    };
  }

  /** A probe found that the resource cannot be there, however the probe ended. */
  private boolean cannotBeThere(OperationRecord op, int exit) {
    return probe(op)
        && op.status() != Status.PENDING
        && (exit == ExitCode.NOT_INSTALLED || exit == ExitCode.INVALID_PARAMETER);
  }

  /** Whether the exit code says something: only that of an operation that came to its end does. */
  private static boolean ended(OperationRecord op) {
    return op.status() == Status.DONE || op.status() == Status.ERROR;
  }

  private boolean probe(OperationRecord op) {
    return op.operation().equals("monitor") && op.interval().isZero();
  }

  private Outcome outcome(OperationRecord op, int exit) {
    if (cannotBeThere(op, exit)) {
      return Outcome.FAILED_HERE;
    }
    return switch (op.status()) {
      case PENDING -> Outcome.PENDING;
      case CANCELLED -> Outcome.IGNORED;
      case TIMED_OUT, NOT_CONNECTED, INVALID, NOT_SUPPORTED -> Outcome.FAILED;
      case ERROR -> op.expectedExitCode() >= 0 ? done(op, exit) : Outcome.FAILED;
      case ERROR_HARD -> Outcome.FAILED_HERE;
      case ERROR_FATAL -> Outcome.FAILED_EVERYWHERE;
      case NOT_INSTALLED -> Outcome.FAILED_HERE;
      case UNKNOWN -> Outcome.FAILED;
      case DONE -> done(op, exit);
    };
  }

  private Outcome done(OperationRecord op, int exit) {
    boolean asExpected =
        op.expectedExitCode() >= 0
            ? exit == op.expectedExitCode()
            : exit == ExitCode.OK
                || (op.operation().equals("monitor")
                    && (exit == ExitCode.NOT_RUNNING || exit == ExitCode.RUNNING_PROMOTED));
    if (asExpected && exit <= ExitCode.RUNNING_PROMOTED) {
      boolean useless = exit != ExitCode.OK && exit < ExitCode.NOT_RUNNING;
      if (!useless) {
        return Outcome.EXPECTED;
      }
    }
    return switch (exit) {
      case ExitCode.OK -> probe(op) ? Outcome.EXPECTED : Outcome.FAILED;
      case ExitCode.NOT_RUNNING -> probe(op) || !r.managed ? Outcome.EXPECTED : Outcome.FAILED;
      case ExitCode.RUNNING_PROMOTED -> probe(op) ? Outcome.EXPECTED : Outcome.FAILED;
      case ExitCode.NOT_CONFIGURED -> Outcome.FAILED_EVERYWHERE;
      case ExitCode.UNIMPLEMENTED -> op.interval().isZero() ? Outcome.FAILED_HERE : Outcome.FAILED;
      case ExitCode.NOT_INSTALLED, ExitCode.INVALID_PARAMETER, ExitCode.INSUFFICIENT_PRIVILEGE ->
          Outcome.FAILED_HERE;
      default -> Outcome.FAILED;
    };
  }

  private boolean expired(OperationRecord op) {
    if (r.failureTimeout.isZero() || RemoteFailures.waitsForFence(s, r, op)) {
      return false;
    }
    return FailCounts.old(s, r, op) && FailCounts.effective(s, r, node) == 0;
  }

  /**
   * Pacemaker cannot tell an operation under way from one whose end was never recorded: where
   * failures count for a while only, it takes an old one for the latter. We can.
   */
  private boolean forgotten(OperationRecord op) {
    return node.attributes.containsKey(HistoryReader.POSITION) && expired(op);
  }

  private void pending(OperationRecord op) {
    switch (op.operation()) {
      case "start" -> {
        r.pendingStart = node;
        runs();
      }
      case "promote" -> role = Role.PROMOTED;
      case "migrate_to" -> {
        runs();
        MigrationHistory.pending(s, r, node, op);
      }
      default -> {}
    }
    if (r.pendingTask == null) {
      r.pendingTask = op.operation();
      r.pendingNode = node;
    }
  }

  /** It does something, at least the least. */
  private void runs() {
    Role least = r.inPromotable() ? Role.UNPROMOTED : Role.STARTED;
    if (role == null || role.compareTo(least) < 0) {
      role = least;
    }
  }

  private void succeeded(OperationRecord op, int exit) {
    boolean tells = !op.operation().equals("monitor") && !op.operation().equals("stop");
    if (exit == ExitCode.NOT_RUNNING && tells) {
      role = Role.STOPPED;
      clearFailure();
      return;
    }
    boolean clears = true;
    switch (op.operation()) {
      case "monitor" -> looked(op, exit);
      case "start", "migrate_from" -> role = r.inPromotable() ? Role.UNPROMOTED : Role.STARTED;
      case "stop" -> {
        role = Role.STOPPED;
        dangling = false;
      }
      case "promote" -> role = Role.PROMOTED;
      case "demote" -> {
        role = Role.UNPROMOTED;
        clears = false;
      }
      case "migrate_to" -> {
        clears = false;
        sent(op);
      }
      default -> {
        clears = false;
        if (role == null || !role.isActive()) {
          runs();
        }
      }
    }
    // That it is well while it is watched does not make up for what went wrong otherwise.
    boolean other =
        failure != null
            && op.operation().equals("monitor")
            && exit != ExitCode.NOT_RUNNING
            && !(failure.operation().equals("monitor") && failure.interval().equals(op.interval()));
    if (clears && !other) {
      clearFailure();
    }
  }

  /** A probe or a monitor ended, and not with a failure. */
  private void looked(OperationRecord op, int exit) {
    switch (exit) {
      case ExitCode.NOT_RUNNING -> {
        role = Role.STOPPED;
        onFail = OnFail.IGNORE;
      }
      case ExitCode.NOT_INSTALLED -> role = Role.STOPPED;
      case ExitCode.RUNNING_PROMOTED -> role = Role.PROMOTED;
      default -> {
        if (op.status() == Status.NOT_INSTALLED) {
          role = Role.STOPPED;
        } else if (role == null || !role.isActive()) {
          role = r.inPromotable() ? Role.UNPROMOTED : Role.STARTED;
        } else {
          runs();
        }
      }
    }
  }

  /** A later success makes up for failures that need no person. */
  private void clearFailure() {
    switch (onFail) {
      case RESET_REMOTE -> {
        if (!RemoteFailures.reconnects(s, r)) {
          onFail = OnFail.IGNORE;
          failure = null;
        }
      }
      case IGNORE, STAY, DEMOTE, RESTART, RESTART_CONTAINER, BLOCK -> {
        onFail = OnFail.IGNORE;
        failure = null;
      }
      case MIGRATE, STOP, STANDBY, FENCE -> {}
    }
  }

  /** A stop that no repetition makes succeed, where no fence helps either. */
  private boolean hopeless(OperationRecord op, Outcome outcome) {
    return op.operation().equals("stop") && outcome == Outcome.FAILED_HERE && !s.canFence(node);
  }

  private OnFail reaction(OperationRecord op, Outcome outcome, boolean nothingThere) {
    OnFail asked = OperationOptions.onFail(s, r, op.operation(), op.interval());
    if (hopeless(op, outcome)) {
      return OnFail.BLOCK;
    }
    boolean nobodySaidThatItGoesOn = asked == OnFail.STAY && op.status() != Status.DONE;
    boolean notInstalled = asked == OnFail.IGNORE && op.status() == Status.NOT_INSTALLED;
    return nothingThere || notInstalled || nobodySaidThatItGoesOn ? OnFail.RESTART : asked;
  }

  private void failed(OperationRecord op, int exit, Outcome outcome) {
    failureSeen = true;
    boolean nothingThere =
        cannotBeThere(op, exit) || (probe(op) && op.status() == Status.NOT_INSTALLED);
    OnFail reaction = reaction(op, outcome, nothingThere);
    boolean stoppedWithContainer =
        reaction == OnFail.RESTART_CONTAINER && op.operation().equals("stop");
    if (reaction == OnFail.IGNORE || stoppedWithContainer) {
      ignored(op, exit);
      r.failureIgnored = true;
      if (stoppedWithContainer) {
        failure = op;
        onFail = onFail.or(reaction);
      }
      return;
    }
    failure = op;
    onFail = onFail.or(reaction);
    switch (op.operation()) {
      case "stop" -> {
        looksLike(op, exit);
        ban(Reason.of("failed-stop", "stopping " + r + " on " + node + " failed"));
      }
      case "promote" -> role = Role.PROMOTED;
      case "demote" -> {
        if (reaction == OnFail.BLOCK) {
          role = Role.PROMOTED;
          r.setNextRole(
              Role.STOPPED, Reason.of("failure", "demoting " + r + " on " + node + " failed"));
        } else {
          role = Role.UNPROMOTED;
        }
      }
      case "migrate_to" -> {
        runs();
        if (reaction != OnFail.STAY) {
          MigrationHistory.sendingFailed(s, r, node, op);
        }
      }
      case "migrate_from" -> {
        runs();
        MigrationHistory.receivingFailed(s, r, node, op);
      }
      default -> {
        if (nothingThere) {
          role = Role.STOPPED;
        } else {
          looksLike(op, exit);
        }
      }
    }
    bans(op, exit, outcome, reaction);
  }

  /** What a failed operation shows: a promoted instance, or at least something. */
  private void looksLike(OperationRecord op, int exit) {
    if (ended(op) && (exit == ExitCode.FAILED_PROMOTED || exit == ExitCode.RUNNING_PROMOTED)) {
      role = Role.PROMOTED;
    } else {
      runs();
    }
  }

  /** Nobody minds the failure: it is taken for what was expected, except where something is. */
  private void ignored(OperationRecord op, int exit) {
    if (op.operation().equals("monitor")) {
      looksLike(op, exit);
    } else {
      succeeded(op, expectedOf(op));
    }
  }

  /** Where the failure keeps the resource from running. */
  private void bans(OperationRecord op, int exit, Outcome outcome, OnFail reaction) {
    if (reaction == OnFail.STOP) {
      r.setNextRole(
          Role.STOPPED,
          Reason.of("on-fail", op.operation() + " of " + r + " on " + node + " failed: stop"));
      for (Node any : s.nodes) {
        banned(r)
            .scores
            .add(
                any.index,
                -Scores.INFINITY,
                Reason.of("on-fail", "a failure of " + r + " says stop"));
      }
    }
    String words =
        r + " cannot run: " + op.operation() + " on " + node + " said " + words(op, exit);
    if (outcome == Outcome.FAILED_HERE) {
      banned(r).scores.add(node.index, -Scores.INFINITY, Reason.of("hard-error", words));
    } else if (outcome == Outcome.FAILED_EVERYWHERE) {
      for (Node any : s.nodes) {
        banned(r).scores.add(any.index, -Scores.INFINITY, Reason.of("fatal-error", words));
      }
    }
  }

  /** The source of a migration says that it has done its half. */
  private void sent(OperationRecord op) {
    switch (MigrationHistory.sent(s, r, node, op)) {
      case ELSEWHERE -> {
        role = Role.STOPPED;
        dangling = true;
      }
      case UNDECIDED, STAYS -> runs();
      case HERE -> {
        runs();
        onFail = onFail.or(OnFail.RESTART);
      }
    }
  }

  private int expectedOf(OperationRecord op) {
    return op.expectedExitCode() >= 0 ? op.expectedExitCode() : ExitCode.OK;
  }

  private static String words(OperationRecord op, int exit) {
    return op.exitReason().isEmpty() ? "exit code " + exit : "'" + op.exitReason() + "'";
  }

  /** Where instances are alike, what holds for one on a node holds for all. */
  private static Resource banned(Resource r) {
    return r.unique ? r : r.top();
  }

  private void ban(Reason why) {
    r.scores.add(node.index, -Scores.INFINITY, why);
  }
}
