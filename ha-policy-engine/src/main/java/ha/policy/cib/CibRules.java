package ha.policy.cib;

import ha.model.definition.Rule;
import ha.model.definition.Rule.Combine;
import ha.model.definition.Rule.Comparison;
import ha.model.definition.Rule.Expression;
import ha.model.definition.Rule.ValueSource;
import ha.model.definition.Rule.ValueType;
import ha.policy.action.OperationOptions;
import ha.policy.options.Durations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads rules. */
final class CibRules {
  private CibRules() {}

  static Rule read(XmlElement rule) {
    List<Expression> expressions = new ArrayList<>();
    for (XmlElement child : rule.children()) {
      expression(child).ifPresent(expressions::add);
    }
    Combine combine =
        rule.attribute("boolean-op", "and").equalsIgnoreCase("or") ? Combine.OR : Combine.AND;
    return new Rule(
        rule.id(), combine, expressions, rule.attribute("role").flatMap(OperationOptions::role));
  }

  private static Optional<Expression> expression(XmlElement e) {
    return switch (e.name()) {
      case "rule" -> Optional.of(new Expression.Nested(read(e)));
      case "expression" -> Optional.of(attribute(e));
      case "date_expression" -> Optional.of(date(e));
      case "rsc_expression" ->
          Optional.of(
              new Expression.ResourceMatch(
                  e.attribute("class").map(CibResources::standard),
                  e.attribute("provider"),
                  e.attribute("type")));
      case "op_expression" ->
          Optional.of(
              new Expression.OperationMatch(
                  e.required("name"), e.attribute("interval").flatMap(Durations::parse)));
      default -> Optional.empty();
    };
  }

  private static Expression attribute(XmlElement e) {
    Comparison comparison =
        switch (e.attribute("operation", "eq")) {
          case "lt" -> Comparison.LESS;
          case "lte" -> Comparison.LESS_OR_EQUAL;
          case "gt" -> Comparison.GREATER;
          case "gte" -> Comparison.GREATER_OR_EQUAL;
          case "ne" -> Comparison.NOT_EQUAL;
          case "defined" -> Comparison.DEFINED;
          case "not_defined" -> Comparison.NOT_DEFINED;
          default -> Comparison.EQUAL;
        };
    ValueType type =
        switch (e.attribute("type", "").toLowerCase(Locale.ROOT)) {
          case "string" -> ValueType.STRING;
          case "integer" -> ValueType.INTEGER;
          case "number" -> ValueType.NUMBER;
          case "version" -> ValueType.VERSION;
          default -> ValueType.AUTO;
        };
    ValueSource source =
        switch (e.attribute("value-source", "literal")) {
          case "param" -> ValueSource.PARAMETER;
          case "meta" -> ValueSource.OPTION;
          default -> ValueSource.LITERAL;
        };
    return new Expression.Attribute(
        e.required("attribute"), comparison, e.attribute("value"), type, source);
  }

  private static Expression date(XmlElement e) {
    String operation = e.attribute("operation", "in_range");
    Optional<Instant> start = e.attribute("start").flatMap(CibRules::instant);
    Optional<Instant> end = e.attribute("end").flatMap(CibRules::instant);
    Optional<XmlElement> duration = e.first("duration");
    return switch (operation) {
      case "date_spec" -> new Expression.DateSpec(fields(e.first("date_spec").orElse(e)));
      case "gt" -> new Expression.DateRange(start.map(t -> t.plusMillis(1)), Optional.empty());
      case "lt" -> new Expression.DateRange(Optional.empty(), end);
      default -> {
        if (start.isPresent() && end.isEmpty() && duration.isPresent()) {
          TreeMap<String, Long> parts = new TreeMap<>();
          fields(duration.get()).forEach((k, v) -> parts.put(k, Long.parseLong(v)));
          yield new Expression.DateDuration(start.get(), parts);
        }
        yield new Expression.DateRange(start, end.map(t -> t.plusSeconds(1)));
      }
    };
  }

  private static SortedMap<String, String> fields(XmlElement e) {
    TreeMap<String, String> fields = new TreeMap<>(e.attributes());
    fields.remove("id");
    return fields;
  }

  /** A date as Pacemaker writes them: ISO 8601, a date alone, with or without zone. */
  static Optional<Instant> instant(String text) {
    String trimmed = text.strip().replace(' ', 'T').replaceFirst("T([+-])", "$1");
    try {
      int time = trimmed.indexOf('T');
      String day = time < 0 ? trimmed : trimmed.substring(0, time);
      if (day.matches("\\d{4}-\\d{3}")) {
        LocalDate date = LocalDate.parse(day, DateTimeFormatter.ISO_ORDINAL_DATE);
        return instant(date + (time < 0 ? "" : trimmed.substring(time)));
      }
      if (time < 0) {
        return Optional.of(
            LocalDate.parse(trimmed, DateTimeFormatter.ISO_DATE)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC));
      }
      boolean zoned = trimmed.endsWith("Z") || trimmed.matches(".*T.*[+-]\\d\\d:?\\d\\d");
      return Optional.of(
          zoned
              ? OffsetDateTime.parse(trimmed).toInstant()
              : LocalDateTime.parse(trimmed).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
