package ha.daemon.desk;

import ha.model.NodeName;

/**
 * One request of the API, as it came in at some node.
 *
 * @param query raw query string, empty for none
 * @param body JSON, empty for none
 * @param author {@code user@node}: from the socket's peer credentials, never from the request
 */
public record ApiCall(String method, String path, String query, String body, String author) {

  /** The node that was asked first, whoever answers: its own daemon has written it down. */
  NodeName askedAt() {
    return new NodeName(author.substring(author.lastIndexOf('@') + 1));
  }
}
