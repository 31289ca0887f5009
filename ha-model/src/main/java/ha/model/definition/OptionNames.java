package ha.model.definition;

/** Names of options, as they are written in the YAML file. */
public final class OptionNames {
  private OptionNames() {}

  /** Options of the cluster ({@code cluster:}). */
  public static final class Cluster {
    public static final String NO_QUORUM_POLICY = "no-quorum-policy";
    public static final String SYMMETRIC = "symmetric";
    public static final String FENCING = "fencing";
    public static final String FENCE_ACTION = "fence-action";
    public static final String FENCE_TIMEOUT = "fence-timeout";
    public static final String STARTUP_FENCING = "startup-fencing";
    public static final String CONCURRENT_FENCING = "concurrent-fencing";
    public static final String PRIORITY_FENCING_DELAY = "priority-fencing-delay";
    public static final String MAINTENANCE = "maintenance";
    public static final String STOP_ALL_RESOURCES = "stop-all-resources";
    public static final String STOP_ORPHAN_RESOURCES = "stop-orphan-resources";
    public static final String STOP_ORPHAN_OPERATIONS = "stop-orphan-operations";
    public static final String START_FAILURE_IS_FATAL = "start-failure-is-fatal";
    public static final String ENABLE_PROBES = "enable-probes";
    public static final String PLACEMENT_STRATEGY = "placement-strategy";
    public static final String NODE_HEALTH_STRATEGY = "node-health-strategy";
    public static final String NODE_HEALTH_BASE = "node-health-base";
    public static final String NODE_HEALTH_GREEN = "node-health-green";
    public static final String NODE_HEALTH_YELLOW = "node-health-yellow";
    public static final String NODE_HEALTH_RED = "node-health-red";
    public static final String SHUTDOWN_LOCK = "shutdown-lock";
    public static final String SHUTDOWN_LOCK_LIMIT = "shutdown-lock-limit";

    /** Stickiness of resources that name none; 1, so that healthy services stay. */
    public static final String DEFAULT_STICKINESS = "default-stickiness";

    /**
     * Whether an instance of an interleaved clone waits until the whole clone before it runs, as
     * Pacemaker does, and not only for the instance on its node.
     */
    public static final String WAIT_FOR_WHOLE_CLONE = "wait-for-whole-clone";

    private Cluster() {}
  }

  /** Options of a resource. */
  public static final class Resource {
    public static final String PRIORITY = "priority";
    public static final String CRITICAL = "critical";
    public static final String TARGET_ROLE = "target-role";
    public static final String MANAGED = "managed";
    public static final String MAINTENANCE = "maintenance";
    public static final String STICKINESS = "stickiness";
    public static final String REQUIRES = "requires";
    public static final String MIGRATION_THRESHOLD = "migration-threshold";
    public static final String FAILURE_TIMEOUT = "failure-timeout";
    public static final String MULTIPLE_ACTIVE = "multiple-active";
    public static final String LIVE_MIGRATION = "live-migration";

    /** Name of the guest node that the resource holds, such as a virtual machine. */
    public static final String REMOTE_NODE = "remote-node";

    /** The resource in which this one lives: it stops with it, and its failures restart it. */
    public static final String CONTAINER = "container";

    /** Where attributes for a resource in a guest are kept: with the guest, or with its host. */
    public static final String CONTAINER_ATTRIBUTE_TARGET = "container-attribute-target";

    public static final String CLONE_MAX = "clone-max";
    public static final String CLONE_NODE_MAX = "clone-node-max";
    public static final String CLONE_MIN = "clone-min";
    public static final String GLOBALLY_UNIQUE = "globally-unique";
    public static final String INTERLEAVE = "interleave";
    public static final String ORDERED = "ordered";
    public static final String NOTIFY = "notify";
    public static final String PROMOTABLE = "promotable";
    public static final String PROMOTED_MAX = "promoted-max";
    public static final String PROMOTED_NODE_MAX = "promoted-node-max";

    private Resource() {}
  }

  /** Options of an operation. */
  public static final class Operation {
    public static final String TIMEOUT = "timeout";
    public static final String TIMEOUTS_ALLOWED = "timeouts-allowed";
    public static final String FORCE = "force";
    public static final String ON_FAIL = "on-fail";
    public static final String ROLE = "role";
    public static final String ENABLED = "enabled";
    public static final String START_DELAY = "start-delay";
    public static final String RECORD_PENDING = "record-pending";

    private Operation() {}
  }
}
