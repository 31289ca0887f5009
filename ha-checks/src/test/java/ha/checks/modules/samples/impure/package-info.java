/** Touches everything that pure code must not. */
@NullMarked
package ha.checks.modules.samples.impure;

import org.jspecify.annotations.NullMarked;
