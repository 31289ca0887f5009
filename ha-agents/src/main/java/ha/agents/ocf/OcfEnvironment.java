package ha.agents.ocf;

import ha.agents.AgentCall;
import ha.agents.AgentSettings;
import ha.model.definition.AgentRef;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment of a script: built from nothing but what is listed here, as section 4.4 of the
 * OCF resource agent API 1.1 and the scripts themselves ask for it.
 */
final class OcfEnvironment {
  static final String PARAMETER = "OCF_RESKEY_";

  /** Variables of the cluster manager; scripts read them by this old prefix. */
  static final String META = "OCF_RESKEY_CRM_meta_";

  private static final String CHECK_LEVEL = "OCF_CHECK_LEVEL";
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** Scripts choose the words for roles by this version of Pacemaker's feature set. */
  private static final String FEATURE_SET = "3.19.0";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private OcfEnvironment() {}

  /** What a script needs to describe itself. */
  static SortedMap<String, String> base(AgentRef agent, AgentSettings settings) {
    SortedMap<String, String> variables = new TreeMap<>();
    String helpers = settings.helperDirectory().map(h -> h + ":").orElse("");
    variables.put("PATH", helpers + PATH);
    variables.put("LC_ALL", "C");
    variables.put("OCF_ROOT", settings.ocfRoot().toString());
    variables.put("OCF_RA_VERSION_MAJOR", "1");
    variables.put("OCF_RA_VERSION_MINOR", "1");
    variables.put("OCF_RESOURCE_PROVIDER", agent.provider().orElse(""));
    variables.put("OCF_RESOURCE_TYPE", agent.type());
    variables.put("OCF_RESOURCE_INSTANCE", agent.type());
    variables.put("HA_RSCTMP", settings.ocfStateDirectory().toString());
    variables.put("HA_LOGFACILITY", "none");
    variables.put("HA_debug", "0");
    // Some scripts call crm_attribute by this directory instead of the path.
    settings.helperDirectory().ifPresent(h -> variables.put("HA_SBIN_DIR", h.toString()));
    return variables;
  }

  /** Name of a parameter that cannot be handed to a script, or empty if all can. */
  static Optional<String> unusable(Map<String, String> parameters) {
    return parameters.keySet().stream().filter(n -> !NAME.matcher(n).matches()).findFirst();
  }

  /** What a script needs for a call. */
  static SortedMap<String, String> of(AgentCall call, AgentSettings settings) {
    SortedMap<String, String> variables = base(call.agent(), settings);
    variables.put("OCF_RESOURCE_INSTANCE", call.resource().value());
    variables.put("OCF_RESKEY_crm_feature_set", FEATURE_SET);
    variables.put(META + "timeout", Long.toString(call.timeout().toMillis()));
    variables.put(META + "interval", Long.toString(call.interval().toMillis()));
    variables.put(META + "name", call.operation().wireName());
    variables.put(META + "on_node", call.node().value());
    variables.put(META + "on_node_uuid", call.node().value());
    call.migrationSource().ifPresent(n -> variables.put(META + "migrate_source", n.value()));
    call.migrationTarget().ifPresent(n -> variables.put(META + "migrate_target", n.value()));
    call.environment().forEach((name, value) -> variables.put(metaName(name), value));
    call.parameters().forEach((name, value) -> variables.put(parameterName(name), value));
    variables.putIfAbsent(CHECK_LEVEL, "0");
    return variables;
  }

  private static String parameterName(String name) {
    return name.equals(CHECK_LEVEL) ? name : PARAMETER + name;
  }

  /** Of a variable of the plan, written with or without the prefix. */
  private static String metaName(String name) {
    String bare = name.startsWith(PARAMETER) ? name.substring(PARAMETER.length()) : name;
    String plain = bare.startsWith("CRM_meta_") ? bare.substring("CRM_meta_".length()) : bare;
    return META + plain.replace('-', '_');
  }
}
