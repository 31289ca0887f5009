package ha.agents;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a parameter into words: {@code nginx -g 'daemon off;'} or {@code [nginx, -g, "daemon
 * off;"]}. No shell: nothing but quotes and backslashes means anything.
 */
public final class Words {
  private final String text;
  private final boolean list;
  private int at;

  private Words(String text) {
    this.list = text.startsWith("[") && text.endsWith("]") && text.length() > 1;
    this.text = list ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * Reads all words.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> of(String text) {
    return new Words(text.strip()).all();
  }

  private List<String> all() {
    List<String> words = new ArrayList<>();
    skip();
    while (at < text.length()) {
      words.add(word());
      skip();
    }
    return List.copyOf(words);
  }

  /** White space; in a list commas too. */
  private void skip() {
    while (at < text.length() && separates(text.charAt(at))) {
      at++;
    }
  }

  private boolean separates(char c) {
    return list ? c == ',' || Character.isWhitespace(c) : Character.isWhitespace(c);
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    int quotedUpTo = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (list ? c == ',' : Character.isWhitespace(c)) {
        break;
      }
      at++;
      switch (c) {
        case '\'', '"' -> {
          quoted(c, word);
          quotedUpTo = word.length();
        }
        case '\\' -> {
          word.append(at < text.length() ? text.charAt(at++) : '\\');
          quotedUpTo = word.length();
        }
        default -> word.append(c);
      }
    }
    return word.substring(0, quotedUpTo) + word.substring(quotedUpTo).stripTrailing();
  }

  private void quoted(char quote, StringBuilder word) {
    int opened = at;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      if (c == '\\' && quote == '"' && at < text.length()) {
        c = escaped(text.charAt(at++));
      }
      word.append(c);
    }
    if (at == text.length()) {
      throw new IllegalArgumentException(
          "the quote " + quote + " at character " + opened + " is not closed");
    }
    at++;
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      default -> c;
    };
  }
}
