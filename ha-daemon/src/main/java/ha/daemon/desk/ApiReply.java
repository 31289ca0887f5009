package ha.daemon.desk;

import ha.api.ApiError;
import ha.model.json.Json;

/**
 * Answer to an {@link ApiCall}.
 *
 * @param status of HTTP
 * @param body JSON
 */
public record ApiReply(int status, String body) {
  /** The answer to what was asked. */
  public static ApiReply ok(Object answer) {
    return new ApiReply(200, Json.text(answer));
  }

  /** The answer that says why not. */
  public static ApiReply failed(ApiError error) {
    return new ApiReply(error.kind().httpStatus(), Json.text(error));
  }

  /** As {@link #failed(ApiError)}, with a sentence and a way out. */
  public static ApiReply failed(ApiError.Kind kind, String message, String remedy) {
    return failed(ApiError.of(kind, message, remedy));
  }
}
