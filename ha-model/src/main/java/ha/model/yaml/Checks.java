package ha.model.yaml;

/** What can only be said of the definitions as a whole. */
final class Checks {
  private Checks() {}

  static void run(DefinitionsReader.Result read, Reading reading) {}
}
