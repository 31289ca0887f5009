package ha.demo;

/** The demo did not show what it should; the message says what. */
final class DemoFailed extends Exception {
  private static final long serialVersionUID = 1L;

  DemoFailed(String message) {
    super(message);
  }
}
