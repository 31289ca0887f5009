package ha.cli.text;

/** Text without anything that a terminal would act upon. */
final class Plain {
  private static final char REPLACEMENT = '\uFFFD';

  private Plain() {}

  /**
   * {@code text} with control and format characters (also those that turn the direction of writing)
   * replaced, and runs of line ends and tabs made a space.
   */
  static String of(String text) {
    if (isPrintableAscii(text)) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      append(plain, c);
    }
    return plain.toString();
  }

  /** Nearly every text is that, and each of its characters takes one column. */
  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static void append(StringBuilder plain, int c) {
    if (c == '\n' || c == '\r' || c == '\t') {
      if (plain.isEmpty() || plain.charAt(plain.length() - 1) != ' ') {
        plain.append(' ');
      }
      return;
    }
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          plain.append(REPLACEMENT);
      default -> plain.appendCodePoint(c);
    }
  }

  /** Columns that {@code text} takes on a terminal. */
  static int width(String text) {
    if (isPrintableAscii(text)) {
      return text.length();
    }
    int width = 0;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      width += width(c);
    }
    return width;
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115F)
            || (c >= 0x2E80 && c <= 0xA4CF)
            || (c >= 0xAC00 && c <= 0xD7A3)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0xFE30 && c <= 0xFE6F)
            || (c >= 0xFF00 && c <= 0xFF60)
            || (c >= 0x1F300 && c <= 0x1FAFF)
            || (c >= 0x20000 && c <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
