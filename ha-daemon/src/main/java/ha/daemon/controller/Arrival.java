package ha.daemon.controller;

import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.ResourceId;

/**
 * A live migration that may bring {@code resource} to a node, whatever was found there before.
 *
 * @param source who sends it
 * @param incarnation of the source
 */
public record Arrival(ResourceId resource, NodeName source, Incarnation incarnation) {}
