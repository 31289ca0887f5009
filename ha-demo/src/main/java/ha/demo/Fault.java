package ha.demo;

/** What the demo does to the daemon that runs the service. */
enum Fault {
  /** The process ends at once (kill -9); its port is closed, which the others notice. */
  KILL("kill -9 of the daemon", "KILL", "daemon killed"),
  /** The process stands still (SIGSTOP): all that the others see is silence. */
  FREEZE("The daemon freezes", "STOP", "daemon frozen");

  private final String title;
  private final String signal;
  private final String event;

  Fault(String title, String signal, String event) {
    this.title = title;
    this.signal = signal;
    this.event = event;
  }

  /** The chapter's heading. */
  String title() {
    return title;
  }

  /** The signal's name, without {@code SIG}. */
  String signal() {
    return signal;
  }

  /** The timeline's word for it. */
  String event() {
    return event;
  }
}
