package ha.policy.fuzz;

import ha.policy.conformance.Difference;
import java.util.List;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

/** A difference in words. */
final class Report {
  private static final int MOST_LINES = 12;

  private Report() {}

  /** What differs, and how large the situation is. */
  static String text(String name, Document cib, Verdict verdict) {
    StringBuilder text = new StringBuilder();
    int elements = Xml.all(cib, e -> true).size();
    text.append("== ").append(name).append(" (").append(elements).append(" elements)\n");
    List<Difference> lines = verdict.differences();
    lines.stream().limit(MOST_LINES).forEach(d -> text.append("   ").append(d).append('\n'));
    if (lines.size() > MOST_LINES) {
      text.append("   and ").append(lines.size() - MOST_LINES).append(" more\n");
    }
    return text.toString();
  }

  /** Both plans. */
  static String plans(Verdict verdict) {
    return verdict.peer().map(plan -> "\ntheirs\n" + plan(plan)).orElse("")
        + "\nours\n"
        + plan(verdict.ours());
  }

  private static String plan(JsonNode plan) {
    if (plan.has("error")) {
      return plan.get("error").asString() + "\n";
    }
    StringBuilder text = new StringBuilder();
    plan.get("after")
        .get("multiset")
        .properties()
        .forEach(e ->
            text.append("  ")
                .append(e.getKey())
                .append(' ')
                .append(e.getValue().get("active"))
                .append('\n'));
    plan.get("actions").forEach(action -> text.append("  ").append(action).append('\n'));
    int number = 0;
    for (JsonNode operation : plan.get("graph")) {
      text.append("  ").append(number).append(' ').append(operation).append(" after");
      for (JsonNode pair : plan.get("precedence")) {
        if (pair.get(1).asInt() == number) {
          text.append(' ').append(pair.get(0).asInt());
        }
      }
      text.append('\n');
      number++;
    }
    return text.toString();
  }
}
