package ha.daemon.desk;

/**
 * One request of the API, as it came in at some node.
 *
 * @param query raw query string, empty for none
 * @param body JSON, empty for none
 * @param author {@code user@node}: from the socket's peer credentials, never from the request
 */
public record ApiCall(String method, String path, String query, String body, String author) {}
