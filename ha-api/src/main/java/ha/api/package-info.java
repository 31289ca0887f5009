/**
 * What {@code hactl} and {@code had} say to each other: HTTP/1.1 with JSON over a Unix socket.
 *
 * <p>{@link ha.api.Endpoints} is the whole contract, one line an endpoint; both sides use it and
 * {@code docs/API.md} shows it. Answers are the records of this package and of {@code ha.model};
 * whatever goes wrong is an {@link ha.api.ApiError}. Changes are {@link ha.api.Order}s: accepted
 * first, carried out by the cluster afterwards, watched through {@link ha.api.ProgressPage}.
 */
@NullMarked
package ha.api;

import org.jspecify.annotations.NullMarked;
