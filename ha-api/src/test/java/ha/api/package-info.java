/** Tests of the API's records, its documentation and the client. */
@NullMarked
package ha.api;

import org.jspecify.annotations.NullMarked;
