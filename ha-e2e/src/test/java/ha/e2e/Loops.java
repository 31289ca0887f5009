package ha.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

/** Block devices that are files. Not in CI: what is left behind there stays with the machine. */
final class Loops {
  private Loops() {}

  /** Skips the test where there are none. */
  static void need() {
    if ("true".equals(System.getenv("CI"))) {
      abort("loop devices are not used in CI");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      abort("loop devices need root");
    }
    Tool.Result free = Tool.run("losetup", "--find");
    if (free.exitCode() != 0) {
      abort("there are no loop devices here: " + free.said());
    }
  }

  /** Name of the device that the file is from now on. */
  static String attach(java.nio.file.Path image) {
    need();
    Tool.Result made =
        Tool.run(
            "losetup",
            "--find",
            "--show",
            "--direct-io=on",
            "--sector-size",
            "4096",
            image.toString());
    if (made.exitCode() != 0) {
      made = Tool.run("losetup", "--find", "--show", image.toString());
    }
    if (made.exitCode() != 0) {
      abort("no loop device can be made here: " + made.said());
    }
    return made.said();
  }

  static void detach(String device) {
    Tool.run("losetup", "--detach", device);
  }
}
