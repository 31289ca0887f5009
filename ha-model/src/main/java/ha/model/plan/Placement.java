package ha.model.plan;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Role;
import java.util.Optional;

/** Where an instance is to be; no node when {@code role} is STOPPED. */
public record Placement(ResourceId resource, ResourceId base, Optional<NodeName> node, Role role) {}
