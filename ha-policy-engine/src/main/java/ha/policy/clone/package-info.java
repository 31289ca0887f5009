/** What clones need beyond their instances: telling these of each other. */
@NullMarked
package ha.policy.clone;

import org.jspecify.annotations.NullMarked;
