package ha.model.yaml;

import ha.model.Durations;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Spells rules. */
final class RuleWriter {
  private RuleWriter() {}

  static Map<String, Object> rule(Rule rule, String standardId) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!rule.id().equals(standardId)) {
      map.put("id", rule.id());
    }
    rule.role().ifPresent(role -> map.put("role", Words.of(role)));
    List<Expression> expressions = rule.expressions();
    boolean one =
        rule.combine() == Rule.Combine.AND
            && expressions.size() == 1
            && !(expressions.getFirst() instanceof Expression.Nested);
    if (one) {
      map.putAll(expression(expressions.getFirst(), ""));
      return map;
    }
    List<Object> list = new ArrayList<>();
    for (Expression expression : expressions) {
      list.add(expression(expression, RuleReader.nestedId(rule.id(), list.size())));
    }
    map.put(rule.combine() == Rule.Combine.AND ? "all" : "any", list);
    return map;
  }

  private static Map<String, Object> expression(Expression expression, String nestedId) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (expression) {
      case Expression.Nested nested -> map.putAll(nested(nested.rule(), nestedId));
      case Expression.Attribute attribute -> attribute(map, attribute);
      case Expression.DateRange range -> {
        Map<String, Object> date = new LinkedHashMap<>();
        range.start().ifPresent(start -> date.put("from", start.toString()));
        range.end().ifPresent(end -> date.put("until", end.toString()));
        map.put("date", date);
      }
      case Expression.DateDuration span -> {
        Map<String, Object> length = new TreeMap<>();
        span.duration().forEach((unit, number) -> length.put(unit, Long.toString(number)));
        Map<String, Object> date = new LinkedHashMap<>();
        date.put("from", span.start().toString());
        date.put("for", length);
        map.put("date", date);
      }
      case Expression.DateSpec spec -> map.put("calendar", new TreeMap<>(spec.fields()));
      case Expression.Window window -> {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("cron", window.cron());
        inner.put("length", Durations.text(window.length()));
        if (!window.zone().equals(RuleReader.UTC)) {
          inner.put("zone", window.zone());
        }
        map.put("window", inner);
      }
      case Expression.ResourceMatch match -> {
        Map<String, Object> inner = new LinkedHashMap<>();
        match.standard().ifPresent(text -> inner.put("standard", text));
        match.provider().ifPresent(text -> inner.put("provider", text));
        match.type().ifPresent(text -> inner.put("type", text));
        map.put("agent", inner);
      }
      case Expression.OperationMatch match -> {
        map.put("operation", match.name());
        match.interval().ifPresent(time -> map.put("interval", Durations.text(time)));
      }
    }
    return map;
  }

  /** A rule inside a rule always names its way of joining, so that it is told from a condition. */
  private static Map<String, Object> nested(Rule rule, String standardId) {
    Map<String, Object> spelled = rule(rule, standardId);
    if (spelled.containsKey("all") || spelled.containsKey("any")) {
      return spelled;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    if (spelled.containsKey("id")) {
      map.put("id", rule.id());
    }
    rule.role().ifPresent(role -> map.put("role", Words.of(role)));
    map.put("all", List.of(expression(rule.expressions().getFirst(), "")));
    return map;
  }

  private static void attribute(Map<String, Object> map, Expression.Attribute attribute) {
    map.put("attribute", attribute.attribute());
    boolean valued = attribute.comparison().compareTo(Rule.Comparison.DEFINED) < 0;
    map.put(
        RuleReader.key(attribute.comparison()),
        valued
            ? attribute.value().orElse("")
            : Boolean.toString(attribute.comparison() == Rule.Comparison.DEFINED));
    if (attribute.type() != Rule.ValueType.AUTO) {
      map.put("type", Words.of(attribute.type()));
    }
    if (attribute.valueSource() != Rule.ValueSource.LITERAL) {
      map.put("source", Words.of(attribute.valueSource()));
    }
  }
}
