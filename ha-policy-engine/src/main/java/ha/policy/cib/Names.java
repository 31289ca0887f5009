package ha.policy.cib;

import ha.model.definition.OptionNames;
import java.util.Map;

/** Pacemaker's names of options, and ours. */
final class Names {
  private static final Map<String, String> CLUSTER =
      Map.ofEntries(
          Map.entry("symmetric-cluster", OptionNames.Cluster.SYMMETRIC),
          Map.entry("symmetric_cluster", OptionNames.Cluster.SYMMETRIC),
          Map.entry("stonith-enabled", OptionNames.Cluster.FENCING),
          Map.entry("stonith_enabled", OptionNames.Cluster.FENCING),
          Map.entry("stonith-action", OptionNames.Cluster.FENCE_ACTION),
          Map.entry("stonith_action", OptionNames.Cluster.FENCE_ACTION),
          Map.entry("stonith-timeout", OptionNames.Cluster.FENCE_TIMEOUT),
          Map.entry("no_quorum_policy", OptionNames.Cluster.NO_QUORUM_POLICY),
          Map.entry("maintenance-mode", OptionNames.Cluster.MAINTENANCE),
          Map.entry("stop-orphan-actions", OptionNames.Cluster.STOP_ORPHAN_OPERATIONS),
          Map.entry("stop_orphan_actions", OptionNames.Cluster.STOP_ORPHAN_OPERATIONS),
          Map.entry("stop_orphan_resources", OptionNames.Cluster.STOP_ORPHAN_RESOURCES),
          Map.entry("enable-startup-probes", OptionNames.Cluster.ENABLE_PROBES),
          Map.entry("default-resource-stickiness", OptionNames.Cluster.DEFAULT_STICKINESS),
          Map.entry("default_resource_stickiness", OptionNames.Cluster.DEFAULT_STICKINESS),
          Map.entry("startup_fencing", OptionNames.Cluster.STARTUP_FENCING));
  private static final Map<String, String> RESOURCE =
      Map.ofEntries(
          Map.entry("resource-stickiness", OptionNames.Resource.STICKINESS),
          Map.entry("resource_stickiness", OptionNames.Resource.STICKINESS),
          Map.entry("is-managed", OptionNames.Resource.MANAGED),
          Map.entry("is_managed", OptionNames.Resource.MANAGED),
          Map.entry("allow-migrate", OptionNames.Resource.LIVE_MIGRATION),
          Map.entry("target_role", OptionNames.Resource.TARGET_ROLE),
          Map.entry("clone_max", OptionNames.Resource.CLONE_MAX),
          Map.entry("clone_node_max", OptionNames.Resource.CLONE_NODE_MAX),
          Map.entry("globally_unique", OptionNames.Resource.GLOBALLY_UNIQUE),
          Map.entry("multiple_active", OptionNames.Resource.MULTIPLE_ACTIVE),
          Map.entry("master-max", OptionNames.Resource.PROMOTED_MAX),
          Map.entry("master_max", OptionNames.Resource.PROMOTED_MAX),
          Map.entry("master-node-max", OptionNames.Resource.PROMOTED_NODE_MAX),
          Map.entry("master_node_max", OptionNames.Resource.PROMOTED_NODE_MAX));

  private Names() {}

  static String cluster(String name) {
    return CLUSTER.getOrDefault(name, name);
  }

  static String resource(String name) {
    return RESOURCE.getOrDefault(name, name);
  }

  static String same(String name) {
    return name;
  }
}
