package ha.model.yaml;

import java.util.regex.Pattern;

/** Tells addresses of links from other text, without asking any name service. */
final class Addresses {
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern HEX_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
  private static final int GROUPS = 8;

  private Addresses() {}

  /** Whether {@code text} is an IPv4 address, an IPv6 address or a host name. */
  static boolean good(String text) {
    if (text.indexOf(':') >= 0) {
      return ipv6(text);
    }
    return DIGITS_AND_DOTS.matcher(text).matches() ? ipv4(text) : hostName(text);
  }

  private static boolean ipv4(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return false;
    }
    for (String octet : octets) {
      if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean ipv6(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    int gap = address.indexOf("::");
    if (gap < 0) {
      return groups(address) == GROUPS;
    }
    int before = groups(address.substring(0, gap));
    int after = groups(address.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** Number of groups of 16 bits in {@code part}, negative if it holds anything else. */
  private static int groups(String part) {
    if (part.isEmpty()) {
      return 0;
    }
    String[] groups = part.split(":", -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      boolean last = i == groups.length - 1;
      if (HEX_GROUP.matcher(groups[i]).matches()) {
        count++;
      } else if (last && groups[i].indexOf('.') > 0 && ipv4(groups[i])) {
        count += 2;
      } else {
        return -GROUPS;
      }
    }
    return count;
  }

  private static boolean hostName(String text) {
    if (text.isEmpty() || text.length() > 253) {
      return false;
    }
    for (String label : text.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }
}
