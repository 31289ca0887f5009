package ha.cli.text;

/** What a piece of text means; the colour follows from it. */
public enum Tone {
  PLAIN(""),
  FAINT("2"),
  STRONG("1"),
  GOOD("32"),
  WARNING("33"),
  BAD("1;31"),
  COMMAND("36");

  private final String code;

  Tone(String code) {
    this.code = code;
  }

  /** Parameters of the ANSI SGR sequence (ECMA-48), empty for none. */
  String code() {
    return code;
  }
}
