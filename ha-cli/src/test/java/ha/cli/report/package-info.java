@NullMarked
package ha.cli.report;

import org.jspecify.annotations.NullMarked;
