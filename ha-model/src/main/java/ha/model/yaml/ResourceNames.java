package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.util.regex.Pattern;

/** Which names resources, devices, templates and tags may have. */
final class ResourceNames {
  private static final Pattern INSTANCE = Pattern.compile(".*:[0-9]+");

  private ResourceNames() {}

  /** Whether the name is good; if not, after a finding. */
  static boolean check(Reading reading, String name, SourcePosition position, String kind) {
    if (!Names.good(name, 255)) {
      reading.findings.error(
          position,
          kind + " name '" + name + "' holds characters that no name may have, or too many",
          "1 to 255 letters, digits or ._-:@",
          "write " + Names.repaired(name));
      return false;
    }
    if (INSTANCE.matcher(name).matches()) {
      reading.findings.error(
          position,
          kind + " name '" + name + "' ends like a copy of a clone",
          "a name that does not end in a colon and a number",
          "write " + name.replace(':', '-'));
      return false;
    }
    return true;
  }
}
