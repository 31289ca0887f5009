/** What really happened, written down by those to whom it happened, and judged afterwards. */
@org.jspecify.annotations.NullMarked
package ha.e2e.history;
