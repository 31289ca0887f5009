package ha.policy.action;

import ha.policy.situation.Node;
import ha.policy.situation.Resource;
import ha.policy.situation.ResourceReader;
import ha.policy.situation.Situation;
import java.util.Map;
import java.util.SortedMap;

/** What an agent is given. */
public final class Parameters {
  private Parameters() {}

  /** As they hold on the node, under those that an operation has itself. */
  public static SortedMap<String, String> of(
      Situation s, Resource r, Node node, Map<String, String> own) {
    SortedMap<String, String> parameters = of(s, r, node);
    parameters.putAll(own);
    return parameters;
  }

  /** As they hold on the node. A container without an address is reached at its host. */
  public static SortedMap<String, String> of(Situation s, Resource r, Node node) {
    SortedMap<String, String> parameters = ResourceReader.parameters(s, r, node);
    if (s.connections.isConnection(r)) {
      s.connections
          .containerOf(r)
          .filter(container -> container.parent != null && container.parent.isBundle())
          .map(container -> container.assigned == null ? container.current() : container.assigned)
          .ifPresent(host -> parameters.putIfAbsent("addr", host.name.value()));
    }
    return parameters;
  }
}
