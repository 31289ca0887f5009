package ha.membership.links;

/** The links could not be opened; the message says what is wrong and what to do. */
public final class LinksException extends Exception {
  /** With the sentence for people. */
  public LinksException(String message) {
    super(message);
  }

  /** With the sentence for people and what the system said. */
  public LinksException(String message, Throwable cause) {
    super(message, cause);
  }
}
