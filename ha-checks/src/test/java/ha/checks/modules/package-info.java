/**
 * Rules that the compiled classes keep: which module may know which, what pure code may touch.
 *
 * <p>{@code ha.checks.modules.samples} breaks each of them.
 */
@NullMarked
package ha.checks.modules;

import org.jspecify.annotations.NullMarked;
