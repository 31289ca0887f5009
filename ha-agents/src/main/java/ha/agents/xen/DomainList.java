package ha.agents.xen;

import ha.agents.xen.Domain.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what {@code xl list -v} writes: a heading, then a line for each domain, Domain-0 first. */
final class DomainList {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\S.*?)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+([r-][b-][p-][s-][-rscwS?][d-])\\s+\\d+\\.\\d"
              + "(?:\\s+([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}))?"
              + "(?:\\s+(\\S+).*)?\\s*");

  /** What the libraries below xl complain of, between the lines: {@code libxl: error: …}. */
  private static final Pattern REMARK = Pattern.compile("[a-z_]+: .*");

  /** In the order of their marks in the column State. */
  private static final int PAUSED = 2;

  private static final int SHUT_DOWN = 3;

  /** Why it shut down: by a crash ({@code c}), its watchdog ({@code w}), suspended ({@code s}) … */
  private static final int WHY = 4;

  private static final int DYING = 5;

  private DomainList() {}

  /** The domains; empty if the output is not such a list, whole. */
  static Optional<List<Domain>> read(String output) {
    List<String> lines =
        output.lines().filter(l -> !l.isBlank()).dropWhile(DomainList::isRemark).toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith("Name")) {
      return Optional.empty();
    }
    List<Domain> domains = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        domains.add(domain(matcher));
      } else if (!isRemark(line)) {
        return Optional.empty();
      }
    }
    // Whoever is asked runs in it; without it the list is cut.
    boolean whole = domains.stream().anyMatch(d -> d.id() == 0);
    return whole ? Optional.of(List.copyOf(domains)) : Optional.empty();
  }

  /** The first line that is none of such a list, for people; empty if something is missing. */
  static String strange(String output) {
    return output
        .lines()
        .filter(l -> !l.isBlank() && !l.startsWith("Name") && !isRemark(l))
        .filter(l -> !LINE.matcher(l).matches())
        .findFirst()
        .map(l -> ": " + l.strip())
        .orElse("");
  }

  private static boolean isRemark(String line) {
    return REMARK.matcher(line).matches();
  }

  private static Domain domain(Matcher matcher) {
    return new Domain(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        state(matcher.group(5)),
        Optional.ofNullable(matcher.group(6)).map(u -> u.toLowerCase(java.util.Locale.ROOT)),
        reason(matcher.group(7)));
  }

  /** The code of Xen's {@code sched.h}, as a word where it is known. */
  private static String reason(@Nullable String code) {
    return switch (code) {
      case null -> "";
      case "-" -> "";
      case "0" -> "poweroff";
      case "1" -> "reboot";
      case "2" -> "suspend";
      case "3" -> "crash";
      case "4" -> "watchdog";
      case "5" -> "soft reset";
      case String other -> other;
    };
  }

  private static State state(String marks) {
    if (marks.charAt(DYING) == 'd') {
      return State.DYING;
    }
    if (marks.charAt(WHY) == 'c' || marks.charAt(WHY) == 'w') {
      return State.CRASHED;
    }
    if (marks.charAt(SHUT_DOWN) == 's') {
      return State.SHUT_DOWN;
    }
    return marks.charAt(PAUSED) == 'p' ? State.PAUSED : State.RUNNING;
  }
}
