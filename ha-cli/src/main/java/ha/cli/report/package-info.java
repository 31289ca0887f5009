/** The report for those who look for a cause: what it holds, what it hides, and its file. */
@NullMarked
package ha.cli.report;

import org.jspecify.annotations.NullMarked;
