/** What has to be done for each resource to get from its state to the one decided. */
@NullMarked
package ha.policy.action;

import org.jspecify.annotations.NullMarked;
