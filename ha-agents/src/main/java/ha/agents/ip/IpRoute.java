package ha.agents.ip;

import ha.agents.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A route that uses our address as its source; {@code destination} with its prefix length. */
record IpRoute(String destination, Optional<String> gateway) {
  /**
   * Reads {@code 10.8.0.0/16} or {@code 10.8.0.0/16 via 10.0.0.1}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static IpRoute parse(String text) {
    List<String> words = List.of(text.split("\\s+"));
    boolean shaped = words.size() == 1 || (words.size() == 3 && words.get(1).equals("via"));
    if (!shaped || !network(words.getFirst()) || IpAddress.parse(gateway(words)).isEmpty()) {
      throw new IllegalArgumentException(
          "parameter 'routes': '" + text + "' is not NETWORK/LENGTH or NETWORK/LENGTH via GATEWAY");
    }
    return new IpRoute(
        words.getFirst(), words.size() == 1 ? Optional.empty() : Optional.of(words.get(2)));
  }

  private static String gateway(List<String> words) {
    return words.size() == 1 ? "0.0.0.0" : words.get(2);
  }

  private static boolean network(String text) {
    String[] parts = text.split("/", -1);
    return text.equals("default")
        || (parts.length == 2
            && IpAddress.parse(parts[0]).isPresent()
            && parts[1].matches("[0-9]{1,3}"));
  }

  /** The words of ip(8) that say the same. */
  List<String> words(String source, String link) {
    List<String> words = new ArrayList<>(List.of(destination));
    gateway.ifPresent(via -> words.addAll(List.of("via", via)));
    words.addAll(List.of("dev", link, "src", source));
    return words;
  }
}
