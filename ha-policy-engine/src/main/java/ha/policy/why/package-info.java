/**
 * Why something is as it is, and what would change it, in words: read off the reasons that a plan
 * recorded when it was made. Nothing is decided here.
 */
@NullMarked
package ha.policy.why;

import org.jspecify.annotations.NullMarked;
