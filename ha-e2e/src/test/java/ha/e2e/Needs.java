package ha.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs of the machine: skipped without it, but failed where CI is to have it. */
final class Needs {
  private Needs() {}

  static void root() {
    if (!"root".equals(System.getProperty("user.name"))) {
      missing("it has to run as root");
    }
  }

  static void program(Path program, String debianPackage) {
    if (!Files.isExecutable(program)) {
      missing("there is no " + program + "; install " + debianPackage);
    }
  }

  static void missing(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(reason + " (CI must have it)");
    }
    abort(reason);
  }
}
