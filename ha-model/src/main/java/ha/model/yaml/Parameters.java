package ha.model.yaml;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and values of what agents are given. */
final class Parameters {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Set<String> SECRETS =
      Set.of("password", "passwd", "passphrase", "secret", "privpass", "login_passwd");

  private Parameters() {}

  /** Whether the value of this parameter is one. */
  static boolean secret(String name) {
    return SECRETS.contains(name.toLowerCase(java.util.Locale.ROOT));
  }

  /** Whether the name has allowed characters; if not, after a finding. */
  static boolean goodName(Reading reading, Yaml.Entry entry) {
    boolean good = NAME.matcher(entry.key()).matches();
    if (!good) {
      String repaired = entry.key().replaceAll("[^A-Za-z0-9_.-]", "_");
      reading.findings.error(
          entry.position(),
          "parameter name '" + entry.key() + "' cannot become part of a variable's name",
          "letters, digits, _ . and -, not beginning with a digit",
          NAME.matcher(repaired).matches() ? "write " + repaired : "rename it");
    }
    return good;
  }

  /** Reads one parameter of a resource. */
  static Optional<String> read(Reading reading, Yaml.Entry entry) {
    if (!goodName(reading, entry)) {
      return Optional.empty();
    }
    if (secret(entry.key())) {
      reading.findings.warning(
          entry.position(),
          "'" + entry.key() + "' is a secret, and whoever may see this file sees it",
          "a secret in a file that only the agent reads",
          "use the agent's parameter that names a file, if it has one");
    }
    return reading.values.text(entry.value(), entry.key());
  }
}
