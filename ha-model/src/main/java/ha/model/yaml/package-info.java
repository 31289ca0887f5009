/** Reads and writes the operator's YAML file, with the position of every mistake. */
@NullMarked
package ha.model.yaml;

import org.jspecify.annotations.NullMarked;
