package ha.checks.tidy;

import ha.checks.ProjectFile;

/**
 * A place that breaks a rule.
 *
 * @param line from 1; 0 if the whole file is meant
 * @param message what is wrong and what to do
 */
record Finding(String path, int line, String message) {
  static Finding at(ProjectFile file, int line, String message) {
    return new Finding(file.path(), line, message);
  }

  static Finding in(ProjectFile file, String message) {
    return new Finding(file.path(), 0, message);
  }

  @Override
  public String toString() {
    return path + (line > 0 ? ":" + line : "") + ": " + message;
  }
}
