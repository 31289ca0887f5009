/** The examples of {@code config-examples} under the real engine. */
@NullMarked
package ha.policy.examples;

import org.jspecify.annotations.NullMarked;
