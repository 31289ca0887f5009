/**
 * The words that every module shares: names, roles, scores, terms, time.
 *
 * <p>Everything here is an immutable value. Nothing knows threads, clocks or files.
 */
@NullMarked
package ha.model;

import org.jspecify.annotations.NullMarked;
