/**
 * JSON form of the model's records, on disk, between nodes and in the API.
 *
 * <p>Sealed interfaces are told apart by a {@code type} property that holds the record's simple
 * name; only permitted subtypes can be read.
 */
@NullMarked
package ha.model.json;

import org.jspecify.annotations.NullMarked;
