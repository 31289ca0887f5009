package ha.api;

import ha.model.definition.SourcePosition;

/**
 * Something wrong, or doubtful, in a file of definitions.
 *
 * @param position file, line and column
 * @param expected what would have been right, or empty
 * @param fix what to write instead, or empty
 */
public record ConfigFinding(
    Severity severity, SourcePosition position, String message, String expected, String fix) {

  /** Errors keep a file from being applied. */
  public enum Severity {
    WARNING,
    ERROR
  }
}
