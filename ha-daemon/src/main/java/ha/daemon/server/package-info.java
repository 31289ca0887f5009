/**
 * The API's door: HTTP/1.1 on a Unix domain socket, with the caller known from the kernel.
 *
 * <p>Nothing is decided here. A request becomes an {@link ha.daemon.desk.ApiCall} for the loop, and
 * the loop's reply becomes the response.
 */
@NullMarked
package ha.daemon.server;

import org.jspecify.annotations.NullMarked;
