package ha.agents;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs of the machine: skipped without it, but failed where CI is to have it. */
public final class Needs {
  private Needs() {}

  public static void root() {
    if (!System.getProperty("user.name").equals("root")) {
      missing("it has to run as root");
    }
  }

  public static void file(String path, String debianPackage) {
    if (!Files.exists(Path.of(path))) {
      missing("there is no " + path + "; install " + debianPackage);
    }
  }

  private static void missing(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(reason + " (CI must have it)");
    }
    abort(reason);
  }

  /** Skips without it, also in CI. */
  public static void fileIfAvailable(String path, String debianPackage) {
    if (!Files.exists(Path.of(path))) {
      abort("there is no " + path + "; install " + debianPackage);
    }
  }
}
