/** Tests of answers to why something is as it is. */
@NullMarked
package ha.policy.why;

import org.jspecify.annotations.NullMarked;
