/**
 * What is known of the cluster at one moment: facts only, no interpretation.
 *
 * <p>Whether a resource runs, failed or is orphaned follows from the operation history and is the
 * policy engine's work.
 */
@NullMarked
package ha.model.snapshot;

import org.jspecify.annotations.NullMarked;
