/**
 * What all checks of the code base share: the project's files.
 *
 * <p>{@link ha.checks.tidy} looks at text, {@link ha.checks.modules} at compiled classes. Style
 * that nobody runs is not style, so each rule is a test, and each rule is tested on a sample that
 * breaks it.
 */
@NullMarked
package ha.checks;

import org.jspecify.annotations.NullMarked;
