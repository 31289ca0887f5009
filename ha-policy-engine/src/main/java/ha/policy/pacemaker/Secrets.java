package ha.policy.pacemaker;

import java.util.Locale;
import java.util.Set;

/** Which parameters of agents hold secrets. */
final class Secrets {
  private static final Set<String> NAMES =
      Set.of(
          "passphrase",
          "secret",
          "secret_key",
          "privpass",
          "token",
          "hexadecimal_kg",
          "community",
          "auth_key",
          "api_key");

  private Secrets() {}

  /** Whether the value of this parameter is one. */
  static boolean isOne(String parameter) {
    String name = parameter.toLowerCase(Locale.ROOT).replace('-', '_');
    boolean place = name.endsWith("_file") || name.endsWith("_script") || name.endsWith("_path");
    return !place
        && (NAMES.contains(name) || name.contains("passw") || name.endsWith("_priv_passwd"));
  }
}
