package ha.agents.health;

import java.util.Locale;

/** How a node is, in the words that the option {@code node-health-strategy} goes by. */
enum Shade {
  GREEN,
  YELLOW,
  RED;

  /** Of a figure that is bad when it is high. */
  static Shade above(double figure, Limits limits) {
    return figure >= limits.red() ? RED : figure >= limits.yellow() ? YELLOW : GREEN;
  }

  /** Of a figure that is bad when it is low. */
  static Shade below(double figure, Limits limits) {
    return figure < limits.red() ? RED : figure < limits.yellow() ? YELLOW : GREEN;
  }

  /** As the attribute's value. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Where yellow and where red begins. */
  record Limits(double yellow, double red) {
    /**
     * Reads {@code 20%/10%} or {@code 4/8}.
     *
     * @param rising whether red lies above yellow
     * @throws IllegalArgumentException if it is neither
     */
    static Limits parse(String parameter, String text, boolean rising) {
      String[] parts = text.replace("%", "").split("/", -1);
      try {
        double yellow = Double.parseDouble(parts[0].strip());
        double red = Double.parseDouble(parts[1].strip());
        boolean ordered = rising ? yellow <= red : yellow >= red;
        if (parts.length == 2 && yellow >= 0 && red >= 0 && ordered) {
          return new Limits(yellow, red);
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // Told below, like limits in the wrong order.
      }
      throw new IllegalArgumentException(
          "parameter '"
              + parameter
              + "': expected where yellow and where red begins, such as "
              + (rising ? "20/60" : "20%/5%")
              + ", got '"
              + text
              + "'");
    }
  }
}
