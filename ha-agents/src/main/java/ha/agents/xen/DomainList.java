package ha.agents.xen;

import ha.agents.xen.Domain.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code xl list -v} writes: a heading, then a line for each domain, Domain-0 first. */
final class DomainList {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\S.*?)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+([r-][b-][p-][s-][c-][d-])\\s+\\d+\\.\\d"
              + "(?:\\s+([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}))?"
              + "(?:\\s+(\\S+).*)?\\s*");

  /** In the order of their marks in the column State. */
  private static final int PAUSED = 2;

  private static final int SHUT_DOWN = 3;
  private static final int CRASHED = 4;
  private static final int DYING = 5;

  private DomainList() {}

  /** The domains; empty if the output is not such a list, whole. */
  static Optional<List<Domain>> read(String output) {
    List<String> lines = output.lines().filter(l -> !l.isBlank()).toList();
    if (lines.isEmpty() || !lines.getFirst().startsWith("Name")) {
      return Optional.empty();
    }
    List<Domain> domains = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      domains.add(domain(matcher));
    }
    // Whoever is asked runs in it; without it the list is cut.
    boolean whole = domains.stream().anyMatch(d -> d.id() == 0);
    return whole ? Optional.of(List.copyOf(domains)) : Optional.empty();
  }

  private static Domain domain(Matcher matcher) {
    String reason = Optional.ofNullable(matcher.group(7)).orElse("");
    return new Domain(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)),
        state(matcher.group(5)),
        Optional.ofNullable(matcher.group(6)).map(u -> u.toLowerCase(java.util.Locale.ROOT)),
        reason.startsWith("-") ? "" : reason);
  }

  private static State state(String marks) {
    if (marks.charAt(DYING) == 'd') {
      return State.DYING;
    }
    if (marks.charAt(CRASHED) == 'c') {
      return State.CRASHED;
    }
    if (marks.charAt(SHUT_DOWN) == 's') {
      return State.SHUT_DOWN;
    }
    return marks.charAt(PAUSED) == 'p' ? State.PAUSED : State.RUNNING;
  }
}
