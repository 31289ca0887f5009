package ha.cli.command;

import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;

/** A unified diff, with what comes and what goes toned. */
final class DiffView {
  private DiffView() {}

  static void onto(Page page, String diff) {
    diff.lines().forEach(line -> page.exactly(Line.of(tone(line), line)));
  }

  private static Tone tone(String line) {
    if (line.startsWith("+++") || line.startsWith("---")) {
      return Tone.STRONG;
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> Tone.GOOD;
      case '-' -> Tone.BAD;
      case '@' -> Tone.FAINT;
      default -> Tone.PLAIN;
    };
  }
}
