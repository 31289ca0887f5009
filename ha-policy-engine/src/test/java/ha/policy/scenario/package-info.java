/** Clusters in a few lines of text, and what becomes of them when a plan is carried out. */
@NullMarked
package ha.policy.scenario;

import org.jspecify.annotations.NullMarked;
