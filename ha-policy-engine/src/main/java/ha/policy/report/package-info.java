/** Plans in the forms that tools compare. */
@NullMarked
package ha.policy.report;

import org.jspecify.annotations.NullMarked;
