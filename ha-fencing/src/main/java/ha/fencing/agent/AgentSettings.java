package ha.fencing.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How to run one agent for one device.
 *
 * @param parameters for the agent, none of them secret
 * @param secrets parameter names with the files that hold their values
 * @param plugParameter what the agent calls the thing it switches; empty if it has only one
 * @param plugs by node name; a node that is not in a map that is not empty is not served
 * @param unfences whether {@code on} is for the node itself, when it joins
 * @param verifiable whether the agent can be asked for the power state
 */
record AgentSettings(
    Path program,
    NavigableMap<String, String> parameters,
    NavigableMap<String, Path> secrets,
    Optional<String> plugParameter,
    Map<String, String> plugs,
    boolean verifiable,
    boolean canList,
    boolean unfences,
    Duration timeout,
    Duration poll) {
  AgentSettings {
    parameters = Collections.unmodifiableNavigableMap(new TreeMap<>(parameters));
    secrets = Collections.unmodifiableNavigableMap(new TreeMap<>(secrets));
    plugs = Map.copyOf(plugs);
  }
}
