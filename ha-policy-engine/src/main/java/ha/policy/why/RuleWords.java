package ha.policy.why;

import ha.model.Durations;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Expression;
import ha.policy.options.RuleContext;
import ha.policy.options.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rules that hold for a node, in words; and until when they do. */
final class RuleWords {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);
  private static final Duration FAR = Duration.ofDays(8);

  private final Rule rule;
  private final RuleContext context;

  RuleWords(Rule rule, Map<String, String> attributes, Instant now) {
    this.rule = rule;
    this.context = RuleContext.at(now).onNode(attributes);
  }

  boolean holds() {
    return Rules.holds(rule, context);
  }

  /** What makes it hold: {@code disk is 'hdd', not 'ssd'}. */
  String text() {
    return text(rule);
  }

  private String text(Rule one) {
    String joint = one.combine() == Rule.Combine.AND ? " and " : " or ";
    return one.expressions().stream()
        .filter(e -> Rules.holds(alone(e), context))
        .map(this::text)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(joint));
  }

  private static Rule alone(Expression expression) {
    return new Rule("", Rule.Combine.AND, List.of(expression), Optional.empty());
  }

  private String text(Expression expression) {
    return switch (expression) {
      case Expression.Nested nested -> text(nested.rule());
      case Expression.Attribute attribute -> text(attribute);
      case Expression.DateRange range ->
          "it is "
              + range.start().map(s -> "after " + moment(s)).orElse("")
              + (range.start().isPresent() && range.end().isPresent() ? " and " : "")
              + range.end().map(e -> "before " + moment(e)).orElse("");
      case Expression.DateDuration d -> "it is soon after " + moment(d.start());
      case Expression.DateSpec spec ->
          "it is "
              + moment(context.now())
              + " ("
              + spec.fields().entrySet().stream()
                  .map(e -> e.getKey() + " " + e.getValue())
                  .collect(Collectors.joining(", "))
              + ")";
      case Expression.Window window ->
          "it is within "
              + Durations.text(window.length())
              + " after '"
              + window.cron()
              + "' ("
              + window.zone()
              + ")";
      case Expression.ResourceMatch ignored -> "of its agent";
      case Expression.OperationMatch ignored -> "of the operation";
    };
  }

  private String text(Expression.Attribute condition) {
    String name = condition.attribute();
    if (name.equals("#uname")) {
      return "";
    }
    String value =
        context.nodeAttributes().flatMap(a -> Optional.ofNullable(a.get(name))).orElse("");
    String has = value.isEmpty() ? name + " is not set" : name + " is '" + value + "'";
    String wanted = condition.value().map(v -> "'" + v + "'").orElse("");
    return switch (condition.comparison()) {
      case EQUAL, DEFINED, NOT_DEFINED -> has;
      case NOT_EQUAL -> value.isEmpty() ? has : has + ", not " + wanted;
      case LESS -> has + ", less than " + wanted;
      case LESS_OR_EQUAL -> has + ", not more than " + wanted;
      case GREATER -> has + ", more than " + wanted;
      case GREATER_OR_EQUAL -> has + ", not less than " + wanted;
    };
  }

  /** Attributes that make it hold. */
  List<Expression.Attribute> attributes() {
    return rule.expressions().stream()
        .filter(Expression.Attribute.class::isInstance)
        .map(Expression.Attribute.class::cast)
        .filter(a -> !a.attribute().equals("#uname"))
        .filter(a -> Rules.holds(alone(a), context))
        .toList();
  }

  /** The first minute within eight days at which it does not hold any more. */
  Optional<Instant> ends() {
    Instant minute = Instant.ofEpochSecond(context.now().getEpochSecond() / 60 * 60);
    Instant last = context.now().plus(FAR);
    Map<String, String> attributes = context.nodeAttributes().orElse(Map.of());
    for (Instant at = minute.plusSeconds(60); at.isBefore(last); at = at.plusSeconds(60)) {
      if (!Rules.holds(rule, RuleContext.at(at).onNode(attributes))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /** A moment for people. */
  static String moment(Instant at) {
    return MOMENT.format(at.atOffset(ZoneOffset.UTC));
  }
}
