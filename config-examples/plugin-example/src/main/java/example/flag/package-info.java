/** The agent {@code flag}: a file that is there while the resource runs. */
@NullMarked
package example.flag;

import org.jspecify.annotations.NullMarked;
