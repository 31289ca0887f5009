/** What really happened, written down by those to whom it happened, and judged afterwards. */
@NullMarked
package ha.e2e.history;

import org.jspecify.annotations.NullMarked;
