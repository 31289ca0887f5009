package ha.agents;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses of the Internet protocols, written in figures. Never asks a name server. */
public final class IpAddress {
  private static final String PART = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(PART + "(\\." + PART + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  private IpAddress() {}

  /** The address that {@code text} writes, or empty if it is none; no scope, no prefix length. */
  public static Optional<InetAddress> parse(String text) {
    boolean figures = V4.matcher(text).matches() || V6.matcher(text).matches();
    if (!figures) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
