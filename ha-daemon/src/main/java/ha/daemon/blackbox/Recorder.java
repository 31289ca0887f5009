package ha.daemon.blackbox;

/** Where a part of the daemon leaves a line for the black box. Thread-safe, never waits. */
@FunctionalInterface
public interface Recorder {
  void note(Note.Kind kind, String text);
}
