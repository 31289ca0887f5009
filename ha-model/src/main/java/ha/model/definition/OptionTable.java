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
  private static final List<Option> OPTIONS = new ArrayList<>();

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

  static {
    cluster();
    clusterHealth();
    resource();
    cloned();
    operation();
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

  private static void add(Scope scope, String name, Type type, String standard, String meaning) {
    OPTIONS.add(new Option(scope, name, type, List.of(), standard, meaning));
  }

  private static void words(
      Scope scope, String name, String standard, String meaning, String... words) {
    OPTIONS.add(new Option(scope, name, Type.WORD, Arrays.asList(words), standard, meaning));
  }

  private static void cluster() {
    Scope c = Scope.CLUSTER;
    words(
        c,
        Cluster.NO_QUORUM_POLICY,
        "stop",
        "what nodes without quorum do with their resources",
        "stop",
        "freeze",
        "ignore",
        "demote",
        "fence");
    add(
        c,
        Cluster.SYMMETRIC,
        Type.BOOLEAN,
        "true",
        "resources may run on nodes nothing is said of");
    add(c, Cluster.FENCING, Type.BOOLEAN, "true", "lost nodes are switched off before recovery");
    words(
        c,
        Cluster.FENCE_ACTION,
        "reboot",
        "what happens to a fenced node once it is off",
        "reboot",
        "off");
    add(c, Cluster.FENCE_TIMEOUT, Type.DURATION, "60s", "one attempt to fence lasts no longer");
    add(
        c,
        Cluster.STARTUP_FENCING,
        Type.BOOLEAN,
        "true",
        "nodes not seen since the cluster's start are fenced");
    add(c, Cluster.CONCURRENT_FENCING, Type.BOOLEAN, "true", "several nodes are fenced at a time");
    add(
        c,
        Cluster.PRIORITY_FENCING_DELAY,
        Type.DURATION,
        "0s",
        "head start of the side whose resources have the greater priority");
    add(c, Cluster.MAINTENANCE, Type.BOOLEAN, "false", "nothing is started, stopped or watched");
    add(c, Cluster.STOP_ALL_RESOURCES, Type.BOOLEAN, "false", "everything is stopped");
    add(
        c,
        Cluster.STOP_ORPHAN_RESOURCES,
        Type.BOOLEAN,
        "true",
        "what runs but is no longer defined is stopped");
    add(
        c,
        Cluster.STOP_ORPHAN_OPERATIONS,
        Type.BOOLEAN,
        "true",
        "recurring operations that are no longer defined end");
    add(
        c,
        Cluster.START_FAILURE_IS_FATAL,
        Type.BOOLEAN,
        "true",
        "one failed start bars the resource from the node");
    add(c, Cluster.ENABLE_PROBES, Type.BOOLEAN, "true", "a new node is asked what already runs");
    words(
        c,
        Cluster.PLACEMENT_STRATEGY,
        "default",
        "how capacities count when nodes are chosen",
        "default",
        "utilization",
        "minimal",
        "balanced");
    add(
        c,
        Cluster.SHUTDOWN_LOCK,
        Type.BOOLEAN,
        "false",
        "what ran on a node that left cleanly waits for it");
    add(
        c,
        Cluster.SHUTDOWN_LOCK_LIMIT,
        Type.DURATION,
        "0s",
        "and waits no longer than this; 0s: without end");
  }

  private static void clusterHealth() {
    Scope c = Scope.CLUSTER;
    words(
        c,
        Cluster.NODE_HEALTH_STRATEGY,
        "none",
        "what the #health attributes of a node do to its score",
        "none",
        "migrate-on-red",
        "only-green",
        "progressive",
        "custom");
    add(c, Cluster.NODE_HEALTH_BASE, Type.SCORE, "0", "score to begin with, for progressive");
    add(c, Cluster.NODE_HEALTH_GREEN, Type.SCORE, "0", "score of green");
    add(c, Cluster.NODE_HEALTH_YELLOW, Type.SCORE, "0", "score of yellow");
    add(c, Cluster.NODE_HEALTH_RED, Type.SCORE, "-INFINITY", "score of red");
  }

  private static void resource() {
    Scope r = Scope.RESOURCE;
    add(r, Resource.PRIORITY, Type.SCORE, "0", "who gets a place first, and weighs in fencing");
    words(
        r,
        Resource.TARGET_ROLE,
        "started",
        "what the resource is to be",
        "stopped",
        "started",
        "unpromoted",
        "promoted");
    add(r, Resource.STICKINESS, Type.SCORE, "1", "how much it wants to stay where it runs");
    add(r, Resource.MANAGED, Type.BOOLEAN, "true", "the cluster starts and stops it");
    add(
        r,
        Resource.MAINTENANCE,
        Type.BOOLEAN,
        "false",
        "the cluster neither touches nor watches it");
    add(
        r,
        Resource.CRITICAL,
        Type.BOOLEAN,
        "true",
        "what it must run with moves along when it has to move");
    words(
        r,
        Resource.REQUIRES,
        "(fencing)",
        "what must hold before it starts; quorum where fencing is off",
        "nothing",
        "quorum",
        "fencing",
        "unfencing");
    add(
        r,
        Resource.MIGRATION_THRESHOLD,
        Type.LIMIT,
        INFINITY,
        "failures on a node after which it has to leave it");
    add(
        r,
        Resource.FAILURE_TIMEOUT,
        Type.DURATION,
        "0s",
        "failures are forgotten after this; 0s: never");
    words(
        r,
        Resource.MULTIPLE_ACTIVE,
        "stop-start",
        "what happens when it is found on several nodes",
        "block",
        "stop-only",
        "stop-start",
        "stop-unexpected");
    add(r, Resource.LIVE_MIGRATION, Type.BOOLEAN, "false", "it moves without being stopped");
  }

  private static void cloned() {
    Scope c = Scope.CLONE;
    add(c, Resource.CLONE_MAX, Type.COUNT, "(nodes)", "copies in the cluster");
    add(c, Resource.CLONE_NODE_MAX, Type.COUNT, "1", "copies on one node");
    add(c, Resource.CLONE_MIN, Type.COUNT, "0", "copies that run before what depends on them may");
    add(
        c,
        Resource.INTERLEAVE,
        Type.BOOLEAN,
        "false",
        "what depends on it waits for the copy on its own node only");
    add(c, Resource.ORDERED, Type.BOOLEAN, "false", "copies start one after the other");
    add(c, Resource.NOTIFY, Type.BOOLEAN, "false", "copies are told what happens to the others");
    add(c, Resource.GLOBALLY_UNIQUE, Type.BOOLEAN, "false", "each copy does something else");
    add(c, Resource.PROMOTABLE, Type.BOOLEAN, "false", "copies can be promoted");
    add(c, Resource.PROMOTED_MAX, Type.COUNT, "1", "promoted copies in the cluster");
    add(c, Resource.PROMOTED_NODE_MAX, Type.COUNT, "1", "promoted copies on one node");
  }

  private static void operation() {
    Scope o = Scope.OPERATION;
    add(o, Operation.TIMEOUT, Type.DURATION, "20s", "it failed when it takes longer");
    words(
        o,
        Operation.ON_FAIL,
        "(restart)",
        "what a failure leads to; of stop: fence, or block where fencing is off",
        "ignore",
        "block",
        "stop",
        "restart",
        "standby",
        "fence",
        "restart-container",
        "demote");
    words(
        o,
        Operation.ROLE,
        "(any)",
        "run only for copies in this role",
        "stopped",
        "started",
        "unpromoted",
        "promoted");
    add(o, Operation.ENABLED, Type.BOOLEAN, "true", "false: not run");
    add(o, Operation.START_DELAY, Type.DURATION, "0s", "wait before it is run");
    add(o, Operation.RECORD_PENDING, Type.BOOLEAN, "true", "shown while it runs");
  }
}
