package ha.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.definition.Definitions;
import ha.model.json.Json;
import java.util.List;

/** Writes definitions and reads them back. */
final class RoundTrip {
  private RoundTrip() {}

  static void check(String name, Definitions definitions) {
    String text = YamlWriter.write(definitions);
    ReadResult back = new YamlReader().read("written.yaml", text);
    List<Finding> errors =
        back.findings().stream().filter(f -> f.severity() == Finding.Severity.ERROR).toList();

    assertThat(errors).as("%s: findings in%n%s", name, text).isEmpty();
    assertThat(withoutPositions(back.definitions().orElseThrow()))
        .as("%s: what came back from%n%s", name, text)
        .isEqualTo(withoutPositions(definitions));
    assertThat(YamlWriter.write(back.definitions().orElseThrow())).isEqualTo(text);
  }

  /** All there is to definitions but their places, as JSON. */
  static String withoutPositions(Definitions definitions) {
    return Json.pretty(definitions)
        .replaceAll("\"position\"\\s*:\\s*\\{\\s*\"file\"[^}]*}", "\"position\" : \"\"");
  }
}
