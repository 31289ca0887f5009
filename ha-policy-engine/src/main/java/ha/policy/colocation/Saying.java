package ha.policy.colocation;

import ha.model.plan.Reason;

/**
 * What a colocation can say of a node. The words in which its reasons say so are made and read here
 * only, so that an explanation knows again what placement meant.
 */
public enum Saying {
  /** What depends on the resource has a wish; the words before are its name. */
  WISH(" wants to be with it"),
  /** The other is not promoted there. */
  NOT_PROMOTED(" is not promoted there"),
  /** The other runs nowhere. */
  NOWHERE(" runs nowhere"),
  /** No instance of the other is there. */
  NO_INSTANCE("no instance of "),
  /** The other is there. */
  THERE(" is there"),
  /** The other is elsewhere. */
  ELSEWHERE(" is on ");

  private final String words;

  Saying(String words) {
    this.words = words;
  }

  /** In words. */
  String of(Object other) {
    return this == NO_INSTANCE ? words + other : other + words;
  }

  /** In which role the other is not. */
  static String notInRole(Object other, String role) {
    return role.equals("promoted") ? NOT_PROMOTED.of(other) : other + " is not " + role + " there";
  }

  /** What the reason of a colocation or group says. */
  public static Saying in(Reason reason) {
    String text = reason.text();
    if (text.endsWith(WISH.words)) {
      return WISH;
    }
    if (text.endsWith(NOWHERE.words)) {
      return NOWHERE;
    }
    if (text.contains(NO_INSTANCE.words)) {
      return NO_INSTANCE;
    }
    if (text.endsWith(THERE.words)) {
      return THERE;
    }
    return text.endsWith(NOT_PROMOTED.words) ? NOT_PROMOTED : ELSEWHERE;
  }

  /** The name that stands before the words of a {@link #WISH} or {@link #NOWHERE}; else nothing. */
  public static String other(Reason reason) {
    Saying saying = in(reason);
    if (saying != WISH && saying != NOWHERE) {
      return "";
    }
    String text = reason.text();
    String before = text.substring(0, text.length() - saying.words.length());
    return before.substring(before.lastIndexOf(' ') + 1);
  }
}
