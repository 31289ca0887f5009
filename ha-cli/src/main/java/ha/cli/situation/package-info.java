/**
 * Where a situation comes from: the cluster as it is, a saved one, a file of definitions, or
 * Pacemaker's. Nothing here decides or changes anything.
 */
@NullMarked
package ha.cli.situation;

import org.jspecify.annotations.NullMarked;
