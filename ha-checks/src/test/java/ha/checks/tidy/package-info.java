/**
 * Rules that the text of the project keeps: format, lengths, words, links.
 *
 * <p>A new rule is a {@link ha.checks.tidy.Rule} in {@link ha.checks.tidy.Rules} with at least one
 * sample below {@code src/test/resources/tidy/RULE/CASE}: a small tree that breaks it, and in
 * {@code expected.txt} what the rule says. Sample files may end in {@code .txt} to hide from other
 * tools; the ending is dropped.
 */
@NullMarked
package ha.checks.tidy;

import org.jspecify.annotations.NullMarked;
