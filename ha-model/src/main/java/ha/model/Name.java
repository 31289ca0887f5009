package ha.model;

/** A name that users give to a thing; its JSON form is the plain string. */
public interface Name {
  /** The name as written. */
  String value();

  /**
   * Checks a name's characters and length.
   *
   * @throws IllegalArgumentException that says which kind of name is wrong and what is allowed
   */
  static void require(String kind, String value, int longest) {
    if (value.isEmpty() || value.length() > longest) {
      throw new IllegalArgumentException(
          kind + " name '" + value + "' must have 1 to " + longest + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && "._-:@".indexOf(c) < 0) {
        throw new IllegalArgumentException(
            kind
                + " name '"
                + value
                + "' holds '"
                + c
                + "'; allowed are letters, digits and ._-:@");
      }
    }
  }
}
