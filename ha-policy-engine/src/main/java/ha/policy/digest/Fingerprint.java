package ha.policy.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fingerprints of parameters, by which changes are noticed without keeping the parameters. Our own
 * are truncated SHA-256; those in the history of a Pacemaker cluster are MD5 of an XML element that
 * has the parameters as attributes in the order of their names, after a space and before a newline
 * (found by comparing with histories).
 */
public final class Fingerprint {
  private static final String PACEMAKER = "pacemaker:";

  // Copied for each use: to look one up takes longer than to calculate a fingerprint.
  private static final MessageDigest SHA_256 = algorithm("SHA-256");
  private static final MessageDigest MD5 = algorithm("MD5");

  private Fingerprint() {}

  /** The same for the same parameters, in every JVM. */
  public static String of(Map<String, String> parameters) {
    MessageDigest digest = fresh(SHA_256);
    for (Map.Entry<String, String> parameter : byName(parameters).entrySet()) {
      digest.update(parameter.getKey().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(parameter.getValue().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /** A fingerprint that Pacemaker made. */
  public static String pacemaker(String md5) {
    return PACEMAKER + md5;
  }

  /** Whether it tells what the parameters were; Pacemaker's may be there and say nothing. */
  static boolean isKnown(String recorded) {
    return !recorded.isEmpty() && !recorded.equals(PACEMAKER);
  }

  static boolean isPacemaker(String recorded) {
    return recorded.startsWith(PACEMAKER);
  }

  /** What Pacemaker would have recorded. */
  static String asPacemaker(Map<String, String> parameters) {
    return PACEMAKER + md5(parameters);
  }

  private static String md5(Map<String, String> parameters) {
    StringBuilder text = new StringBuilder(" <parameters");
    for (Map.Entry<String, String> parameter : byName(parameters).entrySet()) {
      text.append(' ').append(parameter.getKey());
      text.append("=\"").append(escaped(parameter.getValue())).append('"');
    }
    byte[] bytes = text.append("/>\n").toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(fresh(MD5).digest(bytes));
  }

  private static SortedMap<String, String> byName(Map<String, String> parameters) {
    return parameters instanceof TreeMap<String, String> sorted && sorted.comparator() == null
        ? sorted
        : new TreeMap<>(parameters);
  }

  private static MessageDigest fresh(MessageDigest algorithm) {
    try {
      return (MessageDigest) algorithm.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the Java platform's own algorithms can be copied", e);
    }
  }

  private static String escaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        default -> text.append(c);
      }
    }
    return text.toString();
  }

  private static MessageDigest algorithm(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }
}
