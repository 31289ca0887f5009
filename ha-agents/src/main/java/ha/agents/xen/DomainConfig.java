package ha.agents.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to be known of a domain's configuration (xl.cfg(5)); everything else is between it and
 * {@code xl}.
 *
 * @param disks files and devices that its disks lie on
 */
record DomainConfig(
    Optional<String> name, Optional<String> uuid, Optional<Long> memoryMib, List<String> disks) {
  private static final String WORD = "\\s*=\\s*(?:\"([^\"\\n]*)\"|'([^'\\n]*)'|([0-9A-Fa-fx]+))";
  private static final Pattern DISKS =
      Pattern.compile("(?m)(?:^|;)\\s*disk\\s*=\\s*\\[([^\\]]*)\\]");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");
  private static final Pattern TARGET = Pattern.compile("(?:^|,)\\s*target\\s*=\\s*(.+)$");
  private static final Pattern PREFIX = Pattern.compile("^(?:phy|file|raw|qcow2?|vhd|tap2?|aio):");

  DomainConfig {
    disks = List.copyOf(disks);
  }

  static DomainConfig read(String text) {
    String plain = withoutComments(text);
    Optional<Long> memory = number(plain, "maxmem").or(() -> number(plain, "memory"));
    return new DomainConfig(
        value(plain, "name"),
        value(plain, "uuid").map(u -> u.toLowerCase(Locale.ROOT)),
        memory,
        disks(plain));
  }

  /** Without what follows a {@code #} outside of quotes. */
  private static String withoutComments(String text) {
    StringBuilder plain = new StringBuilder();
    for (String line : text.lines().toList()) {
      char quote = 0;
      int end = line.length();
      for (int i = 0; i < end; i++) {
        char c = line.charAt(i);
        if (quote == 0 && c == '#') {
          end = i;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        }
      }
      plain.append(line, 0, end).append('\n');
    }
    return plain.toString();
  }

  /** The last value given, which is the one that counts. */
  private static Optional<String> value(String plain, String key) {
    Matcher matcher = Pattern.compile("(?m)(?:^|;)\\s*" + key + WORD).matcher(plain);
    Optional<String> last = Optional.empty();
    while (matcher.find()) {
      last =
          Optional.ofNullable(matcher.group(1))
              .or(() -> Optional.ofNullable(matcher.group(2)))
              .or(() -> Optional.ofNullable(matcher.group(3)));
    }
    return last;
  }

  private static Optional<Long> number(String plain, String key) {
    try {
      return value(plain, key).map(Long::decode);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<String> disks(String plain) {
    List<String> found = new ArrayList<>();
    Matcher lists = DISKS.matcher(plain);
    while (lists.find()) {
      Matcher quoted = QUOTED.matcher(lists.group(1));
      while (quoted.find()) {
        String disk = quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
        target(disk).ifPresent(found::add);
      }
    }
    return found;
  }

  /** {@code target=} takes all that follows; else the first field is it. */
  private static Optional<String> target(String disk) {
    Matcher named = TARGET.matcher(disk);
    String target = named.find() ? named.group(1) : disk.split(",", -1)[0];
    return Optional.of(PREFIX.matcher(target.strip()).replaceFirst(""))
        .filter(t -> t.startsWith("/"));
  }
}
