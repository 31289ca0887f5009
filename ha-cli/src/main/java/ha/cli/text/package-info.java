/**
 * Text on a terminal: toned lines, glyphs with an ASCII form, wrapping, tables, times for people.
 *
 * <p>Whatever is printed passes {@link ha.cli.text.Line}, which takes out control characters: no
 * name or message from another machine can move the cursor or hide text.
 */
@NullMarked
package ha.cli.text;

import org.jspecify.annotations.NullMarked;
