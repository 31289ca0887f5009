package ha.cli.simulate;

import java.util.List;

final class SvgDrawing {
  private SvgDrawing() {}

  static String of(Situation.Decided situation) {
    return List.of(situation).toString();
  }
}
