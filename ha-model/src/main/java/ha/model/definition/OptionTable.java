package ha.model.definition;

import ha.model.definition.OptionNames.Cluster;
import ha.model.definition.OptionNames.Operation;
import ha.model.definition.OptionNames.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every option: what it may hold, what holds where it is not given, and what it means. The reader
 * of the definitions, their reference and whoever asks for a default use this one table.
 *
 * <p>Options that begin with {@value #OWN_PREFIX} are the user's own: any text, handed to the
 * agent.
 */
public final class OptionTable {
  /** Begins the names of the user's own options. */
  public static final String OWN_PREFIX = "x-";

  private static final String INFINITY = "INFINITY";
  private static final List<Option> OPTIONS = all();

  private OptionTable() {}

  /** Where an option may stand. */
  public enum Scope {
    CLUSTER,
    /** On every resource. */
    RESOURCE,
    /** On clones only. */
    CLONE,
    OPERATION
  }

  /** What an option may hold. */
  public enum Type {
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** As {@link ha.model.Durations} reads it. */
    DURATION,
    /** A whole number from 0. */
    COUNT,
    /** A whole number from 0, or {@code INFINITY}. */
    LIMIT,
    /** As {@link ha.model.Score} reads it. */
    SCORE,
    /** One of a few words. */
    WORD,
    TEXT
  }

  /**
   * One option.
   *
   * @param words of {@link Type#WORD}, all that are allowed
   * @param standard value that holds where none is given; in parentheses where it is computed
   * @param meaning one line for the operator
   */
  public record Option(
      Scope scope, String name, Type type, List<String> words, String standard, String meaning) {
    public Option {
      words = List.copyOf(words);
    }
  }

  private static List<Option> all() {
    List<Option> options = new ArrayList<>();
    Rows cluster = new Rows(Scope.CLUSTER, options);
    quorumAndFencing(cluster);
    cluster(cluster);
    clusterHealth(cluster);
    Rows resource = new Rows(Scope.RESOURCE, options);
    resource(resource);
    recovery(resource);
    cloned(new Rows(Scope.CLONE, options));
    operation(new Rows(Scope.OPERATION, options));
    return List.copyOf(options);
  }

  /** All options of a scope, in the order of the reference. */
  public static List<Option> of(Scope scope) {
    return OPTIONS.stream().filter(option -> option.scope() == scope).toList();
  }

  /** The option of that name in that scope. */
  public static Optional<Option> find(Scope scope, String name) {
    return OPTIONS.stream()
        .filter(option -> option.scope() == scope && option.name().equals(name))
        .findFirst();
  }

  /** Collects the options of one scope. */
  private record Rows(Scope scope, List<Option> options) {
    void add(String name, Type type, String standard, String meaning) {
      options.add(new Option(scope, name, type, List.of(), standard, meaning));
    }

    void words(String name, String standard, String meaning, String... words) {
      options.add(new Option(scope, name, Type.WORD, Arrays.asList(words), standard, meaning));
    }
  }

  private static void quorumAndFencing(Rows rows) {
    rows.words(
        Cluster.NO_QUORUM_POLICY,
        "stop",
        "what nodes without quorum do with their resources",
        "stop",
        "freeze",
        "ignore",
        "demote",
        "fence");
    rows.add(
        Cluster.SYMMETRIC, Type.BOOLEAN, "true", "resources may run on nodes nothing is said of");
    rows.add(Cluster.FENCING, Type.BOOLEAN, "true", "lost nodes are switched off before recovery");
    rows.words(
        Cluster.FENCE_ACTION,
        "reboot",
        "what happens to a fenced node once it is off",
        "reboot",
        "off");
    rows.add(Cluster.FENCE_TIMEOUT, Type.DURATION, "60s", "one attempt to fence lasts no longer");
    rows.add(
        Cluster.STARTUP_FENCING,
        Type.BOOLEAN,
        "true",
        "nodes not seen since the cluster's start are fenced");
    rows.add(
        Cluster.CONCURRENT_FENCING, Type.BOOLEAN, "true", "several nodes are fenced at a time");
    rows.add(
        Cluster.PRIORITY_FENCING_DELAY,
        Type.DURATION,
        "0s",
        "head start of the side whose resources have the greater priority");
  }

  private static void cluster(Rows rows) {
    rows.add(Cluster.MAINTENANCE, Type.BOOLEAN, "false", "nothing is started, stopped or watched");
    rows.add(Cluster.STOP_ALL_RESOURCES, Type.BOOLEAN, "false", "everything is stopped");
    rows.add(
        Cluster.STOP_ORPHAN_RESOURCES,
        Type.BOOLEAN,
        "true",
        "what runs but is no longer defined is stopped");
    rows.add(
        Cluster.STOP_ORPHAN_OPERATIONS,
        Type.BOOLEAN,
        "true",
        "recurring operations that are no longer defined end");
    rows.add(
        Cluster.START_FAILURE_IS_FATAL,
        Type.BOOLEAN,
        "true",
        "one failed start bars the resource from the node");
    rows.add(Cluster.ENABLE_PROBES, Type.BOOLEAN, "true", "a new node is asked what already runs");
    rows.words(
        Cluster.PLACEMENT_STRATEGY,
        "default",
        "how capacities count when nodes are chosen",
        "default",
        "utilization",
        "minimal",
        "balanced");
    rows.add(
        Cluster.SHUTDOWN_LOCK,
        Type.BOOLEAN,
        "false",
        "what ran on a node that left cleanly waits for it");
    rows.add(
        Cluster.SHUTDOWN_LOCK_LIMIT,
        Type.DURATION,
        "0s",
        "and waits no longer than this; 0s: without end");
    rows.add(
        Cluster.DEFAULT_STICKINESS,
        Type.SCORE,
        "1",
        "how much a resource wants to stay that says nothing of it itself");
    rows.add(
        Cluster.WAIT_FOR_WHOLE_CLONE,
        Type.BOOLEAN,
        "false",
        "copies of an interleaved clone wait for the whole clone before them, as with Pacemaker");
  }

  private static void clusterHealth(Rows rows) {
    rows.words(
        Cluster.NODE_HEALTH_STRATEGY,
        "none",
        "what the #health attributes of a node do to its score",
        "none",
        "migrate-on-red",
        "only-green",
        "progressive",
        "custom");
    rows.add(Cluster.NODE_HEALTH_BASE, Type.SCORE, "0", "score to begin with, for progressive");
    rows.add(Cluster.NODE_HEALTH_GREEN, Type.SCORE, "0", "score of green");
    rows.add(Cluster.NODE_HEALTH_YELLOW, Type.SCORE, "0", "score of yellow");
    rows.add(Cluster.NODE_HEALTH_RED, Type.SCORE, "-INFINITY", "score of red");
  }

  private static void resource(Rows rows) {
    rows.add(Resource.PRIORITY, Type.SCORE, "0", "who gets a place first, and weighs in fencing");
    rows.words(
        Resource.TARGET_ROLE,
        "started",
        "what the resource is to be",
        "stopped",
        "started",
        "unpromoted",
        "promoted");
    rows.add(
        Resource.STICKINESS,
        Type.SCORE,
        "0",
        "how much it wants to stay where it runs; `defaults` makes it 1");
    rows.add(Resource.MANAGED, Type.BOOLEAN, "true", "the cluster starts and stops it");
    rows.add(
        Resource.MAINTENANCE, Type.BOOLEAN, "false", "the cluster neither touches nor watches it");
    rows.add(
        Resource.CRITICAL,
        Type.BOOLEAN,
        "true",
        "what it must run with moves along when it has to move");
  }

  private static void recovery(Rows rows) {
    rows.words(
        Resource.REQUIRES,
        "(fencing)",
        "what must hold before it starts; quorum where fencing is off",
        "nothing",
        "quorum",
        "fencing",
        "unfencing");
    rows.add(
        Resource.MIGRATION_THRESHOLD,
        Type.LIMIT,
        INFINITY,
        "failures on a node after which it has to leave it");
    rows.add(
        Resource.FAILURE_TIMEOUT,
        Type.DURATION,
        "0s",
        "failures are forgotten after this; 0s: never");
    rows.words(
        Resource.MULTIPLE_ACTIVE,
        "stop-start",
        "what happens when it is found on several nodes",
        "block",
        "stop-only",
        "stop-start",
        "stop-unexpected");
    rows.add(Resource.LIVE_MIGRATION, Type.BOOLEAN, "false", "it moves without being stopped");
    rows.add(Resource.REMOTE_NODE, Type.TEXT, "(none)", "name of the guest node that it holds");
    rows.add(Resource.CONTAINER, Type.TEXT, "(none)", "the resource in which it lives");
    rows.words(
        Resource.CONTAINER_ATTRIBUTE_TARGET,
        "(guest)",
        "whose attributes count for it while it runs in a guest",
        "host");
  }

  private static void cloned(Rows rows) {
    rows.add(Resource.CLONE_MAX, Type.COUNT, "(nodes)", "copies in the cluster");
    rows.add(Resource.CLONE_NODE_MAX, Type.COUNT, "1", "copies on one node");
    rows.add(
        Resource.CLONE_MIN, Type.COUNT, "0", "copies that run before what depends on them may");
    rows.add(
        Resource.INTERLEAVE,
        Type.BOOLEAN,
        "false",
        "what depends on it waits for the copy on its own node only");
    rows.add(Resource.ORDERED, Type.BOOLEAN, "false", "copies start one after the other");
    rows.add(Resource.NOTIFY, Type.BOOLEAN, "false", "copies are told what happens to the others");
    rows.add(Resource.GLOBALLY_UNIQUE, Type.BOOLEAN, "false", "each copy does something else");
    rows.add(Resource.PROMOTABLE, Type.BOOLEAN, "false", "copies can be promoted");
    rows.add(Resource.PROMOTED_MAX, Type.COUNT, "1", "promoted copies in the cluster");
    rows.add(Resource.PROMOTED_NODE_MAX, Type.COUNT, "1", "promoted copies on one node");
  }

  private static void operation(Rows rows) {
    rows.add(Operation.TIMEOUT, Type.DURATION, "20s", "it failed when it takes longer");
    rows.add(
        Operation.TIMEOUTS_ALLOWED,
        Type.COUNT,
        "1",
        "of a recurring monitor: so many timeouts in a row are no failure, it is asked again at"
            + " once");
    rows.add(
        Operation.FORCE,
        Type.BOOLEAN,
        "true",
        "of stop: one that failed is tried once more, by force, before on-fail counts");
    rows.words(
        Operation.ON_FAIL,
        "(restart)",
        "what a failure leads to; of stop: fence, or block where fencing is off; stay: of"
            + " migrate_to, it goes on where it is, where it would else be stopped and started",
        "ignore",
        "stay",
        "block",
        "stop",
        "restart",
        "standby",
        "fence",
        "restart-container",
        "demote");
    rows.words(
        Operation.ROLE,
        "(any)",
        "run only for copies in this role",
        "stopped",
        "started",
        "unpromoted",
        "promoted");
    rows.add(Operation.ENABLED, Type.BOOLEAN, "true", "false: not run");
    rows.add(Operation.START_DELAY, Type.DURATION, "0s", "wait before it is run");
    rows.add(Operation.RECORD_PENDING, Type.BOOLEAN, "true", "shown while it runs");
  }
}
