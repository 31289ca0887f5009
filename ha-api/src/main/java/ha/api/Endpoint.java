package ha.api;

/**
 * One thing that can be asked for.
 *
 * @param path from the root, without variables
 * @param request record that is sent: as JSON with POST, as query parameters with GET
 * @param answer record that comes back with status 200; any other status comes with {@link
 *     ApiError}
 * @param purpose one line for the documentation
 */
public record Endpoint<Q extends Record, A>(
    Method method, String path, Class<Q> request, Class<A> answer, String purpose) {

  /** GET asks, POST may change something. */
  public enum Method {
    GET,
    POST
  }
}
