package ha.cli;

import ha.api.ApiError;
import ha.api.ApiError.Kind;

/** Ends a command; {@link Hactl} shows the error and exits with the code of its kind. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  /** Ends the command with {@code error}. */
  public CommandFailure(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  /** Ends the command with a sentence and a way out. */
  public CommandFailure(Kind kind, String message, String remedy) {
    this(ApiError.of(kind, message, remedy));
  }

  public ApiError error() {
    return error;
  }
}
