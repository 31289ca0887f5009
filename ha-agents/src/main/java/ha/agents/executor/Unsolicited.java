package ha.agents.executor;

import ha.agents.AgentResult;
import ha.model.ResourceId;
import java.time.Instant;

/** A resource has ended by itself, and no recurring monitor is there that would say so. */
public record Unsolicited(ResourceId resource, AgentResult result, Instant at) {}
