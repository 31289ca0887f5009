package ha.e2e;

/** Block devices that are files. */
final class Loops {
  private Loops() {}

  /** Skips the test where there are none, and fails it in CI. */
  static void need() {
    Needs.root();
    Tool.Result free = Tool.run("losetup", "--find");
    if (free.exitCode() != 0) {
      Needs.missing("there are no loop devices here: " + free.said());
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
      Needs.missing("no loop device can be made here: " + made.said());
    }
    return made.said();
  }

  static void detach(String device) {
    Tool.run("losetup", "--detach", device);
  }
}
