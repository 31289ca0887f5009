package ha.api;

/**
 * Why a request was not done, in words that help.
 *
 * @param message what is wrong, one sentence
 * @param where the thing it is about ({@code resource web}, {@code ha.yaml:12:3}), or empty
 * @param expected what would have been right, or empty
 * @param remedy what to do now, preferably a command, or empty
 */
public record ApiError(Kind kind, String message, String where, String expected, String remedy) {

  /** What sort of failure; decides the HTTP status and the exit code of {@code hactl}. */
  public enum Kind {
    /** The request cannot be understood. */
    USAGE(400, 2),
    /** The caller may not do this. */
    DENIED(403, 1),
    /** No such node, resource, device or revision. */
    NOT_FOUND(404, 2),
    /** Somebody else changed it meanwhile. */
    CONFLICT(409, 1),
    /** Refused because it could harm data or a running service. */
    REFUSED(412, 5),
    /** The definitions hold errors. */
    INVALID(422, 1),
    /** A bug, or a disk that does not take data. */
    INTERNAL(500, 1),
    /** No quorum or no leader: nothing can be changed now. */
    NO_QUORUM(503, 4),
    /** The daemon cannot be talked to; said by the client only. */
    UNREACHABLE(502, 4),
    /** Accepted, but not finished in time. */
    TIMED_OUT(504, 1);

    private final int httpStatus;
    private final int exitCode;

    Kind(int httpStatus, int exitCode) {
      this.httpStatus = httpStatus;
      this.exitCode = exitCode;
    }

    public int httpStatus() {
      return httpStatus;
    }

    /** Exit code of {@code hactl}. */
    public int exitCode() {
      return exitCode;
    }
  }

  /** An error that needs no more than a sentence and a way out. */
  public static ApiError of(Kind kind, String message, String remedy) {
    return new ApiError(kind, message, "", "", remedy);
  }
}
