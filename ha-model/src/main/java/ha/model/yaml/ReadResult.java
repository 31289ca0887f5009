package ha.model.yaml;

import ha.model.definition.Definitions;
import java.util.List;
import java.util.Optional;

/**
 * What a file came to.
 *
 * @param definitions present when there are no errors (warnings do not matter)
 * @param findings every mistake and doubt, by place in the file
 */
public record ReadResult(Optional<Definitions> definitions, List<Finding> findings) {
  public ReadResult {
    findings = List.copyOf(findings);
  }
}
