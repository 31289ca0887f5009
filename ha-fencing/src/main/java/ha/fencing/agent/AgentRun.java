package ha.fencing.agent;

import ha.fencing.device.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a run of an agent ended.
 *
 * @param exitCode empty if it was killed at the deadline or could not be started
 * @param output standard output, cut off at a limit
 * @param errors standard error, cut off at a limit; or why it could not be started
 */
record AgentRun(OptionalInt exitCode, String output, String errors) {
  private static final int LONGEST = 300;

  boolean exited(int code) {
    return exitCode.isPresent() && exitCode.getAsInt() == code;
  }

  /** The last lines that it said, for people, without the secrets. */
  String lastWords(List<Secret> secrets) {
    byte[] words = (errors.isBlank() ? output : errors).getBytes(StandardCharsets.UTF_8);
    secrets.forEach(secret -> blot(words, secret.bytes()));
    List<String> lines =
        new String(words, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    String last = String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    return last.length() > LONGEST ? last.substring(last.length() - LONGEST) : last;
  }

  private static void blot(byte[] words, byte[] secret) {
    for (int at = 0; secret.length > 0 && at + secret.length <= words.length; at++) {
      if (Arrays.equals(words, at, at + secret.length, secret, 0, secret.length)) {
        Arrays.fill(words, at, at + secret.length, (byte) '*');
      }
    }
  }
}
