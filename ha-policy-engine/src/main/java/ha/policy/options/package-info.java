/** Which option values hold: sets of attributes, their rules, dates, durations. */
@NullMarked
package ha.policy.options;

import org.jspecify.annotations.NullMarked;
