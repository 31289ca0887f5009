/**
 * What the operator wrote: nodes, resources, constraints, fence devices, as records.
 *
 * <p>These are the meaning of the YAML file (and of an imported Pacemaker CIB), already free of
 * syntax. Every definition carries the position it was read from, so that reasons can name it.
 */
@NullMarked
package ha.model.definition;

import org.jspecify.annotations.NullMarked;
