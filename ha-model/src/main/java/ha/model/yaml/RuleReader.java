package ha.model.yaml;

import ha.model.Role;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Comparison;
import ha.model.definition.Rule.Expression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads rules: one expression, or several under {@code all} or {@code any}. */
final class RuleReader {
  static final List<String> CALENDAR_FIELDS =
      List.of(
          "seconds",
          "minutes",
          "hours",
          "monthdays",
          "weekdays",
          "yeardays",
          "months",
          "weeks",
          "years",
          "weekyears");
  static final List<String> DURATION_FIELDS =
      List.of("seconds", "minutes", "hours", "days", "weeks", "months", "years");
  static final String UTC = "UTC";

  private static final List<String> KINDS =
      List.of("attribute", "date", "calendar", "window", "agent", "operation", "all", "any");

  private final Reading reading;

  RuleReader(Reading reading) {
    this.reading = reading;
  }

  /** The key that stands for a comparison with a value. */
  static String key(Comparison comparison) {
    return switch (comparison) {
      case LESS -> "less";
      case LESS_OR_EQUAL -> "at-most";
      case GREATER -> "more";
      case GREATER_OR_EQUAL -> "at-least";
      case EQUAL -> "is";
      case NOT_EQUAL -> "is-not";
      case DEFINED, NOT_DEFINED -> "defined";
    };
  }

  Optional<Rule> read(Yaml value, String standardId) {
    return reading
        .values
        .mapping(value, "rule", "rule: {attribute: rack, is: a}")
        .flatMap(mapping -> rule(reading.fields(mapping, "a rule"), standardId));
  }

  private Optional<Rule> rule(Fields fields, String standardId) {
    String id = fields.id(standardId);
    Optional<Role> role = fields.word("role", Role.class);
    Optional<Yaml> all = fields.take("all");
    Optional<Yaml> any = all.isPresent() ? Optional.empty() : fields.take("any");
    if (all.isPresent() || any.isPresent()) {
      List<Expression> expressions = several(all.or(() -> any).orElseThrow(), id);
      fields.close();
      Rule.Combine combine = all.isPresent() ? Rule.Combine.AND : Rule.Combine.OR;
      return expressions.isEmpty()
          ? Optional.empty()
          : Optional.of(new Rule(id, combine, expressions, role));
    }
    Optional<Expression> one = expression(fields);
    return one.map(only -> new Rule(id, Rule.Combine.AND, List.of(only), role));
  }

  private List<Expression> several(Yaml value, String id) {
    Optional<Yaml.Sequence> list =
        reading.values.sequence(value, "all or any", "all: [{attribute: …}, {date: …}]");
    if (list.isEmpty()) {
      return List.of();
    }
    List<Yaml> items = list.get().items();
    if (items.isEmpty()) {
      reading.values.wrong(value, "all or any", "at least one condition", "remove the rule");
    }
    List<Expression> expressions = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String nestedId = nestedId(id, i);
      reading
          .values
          .mapping(items.get(i), "a condition", "{attribute: rack, is: a}")
          .flatMap(mapping -> nestedOrOne(mapping, nestedId))
          .ifPresent(expressions::add);
    }
    return expressions;
  }

  /** What the rule at this place of a rule is called where nothing is written. */
  static String nestedId(String ruleId, int index) {
    return ruleId + "-" + (index + 1);
  }

  private Optional<Expression> nestedOrOne(Yaml.Mapping mapping, String nestedId) {
    Fields fields = reading.fields(mapping, "a condition");
    return fields.has("all") || fields.has("any")
        ? rule(fields, nestedId).map(Expression.Nested::new)
        : expression(fields);
  }

  private Optional<Expression> expression(Fields fields) {
    List<String> kinds = KINDS.stream().filter(fields::has).toList();
    if (kinds.size() > 1) {
      reading.findings.error(
          fields.position(),
          "a condition has both '" + kinds.get(0) + "' and '" + kinds.get(1) + "'",
          "one kind of condition",
          "write several under all: [ … ] or any: [ … ]");
      return Optional.empty();
    }
    String kind = kinds.isEmpty() ? "" : kinds.getFirst();
    Optional<Expression> found =
        switch (kind) {
          case "attribute" -> attribute(fields);
          case "date" -> date(fields);
          case "calendar" -> calendar(fields);
          case "window" -> window(fields);
          case "agent" -> agent(fields);
          case "operation" -> operation(fields);
          default -> none(fields);
        };
    if (!kind.isEmpty()) {
      fields.close();
    }
    return found;
  }

  private Optional<Expression> none(Fields fields) {
    String meant =
        fields.rest().stream()
            .map(entry -> Words.meant(entry.key(), KINDS))
            .filter(advice -> !advice.isEmpty())
            .findFirst()
            .orElse("write it as in {attribute: rack, is: a}");
    reading.findings.error(
        fields.position(),
        "a condition of no known kind",
        "one of the keys " + String.join(", ", KINDS),
        meant);
    return Optional.empty();
  }

  private Optional<Expression> attribute(Fields fields) {
    Optional<String> name = fields.text("attribute");
    Map<Comparison, String> comparisons = new EnumMap<>(Comparison.class);
    for (Comparison comparison : Comparison.values()) {
      if (comparison.compareTo(Comparison.DEFINED) < 0) {
        fields.text(key(comparison)).ifPresent(value -> comparisons.put(comparison, value));
      }
    }
    Optional<Boolean> defined = fields.flag("defined");
    defined.ifPresent(is -> comparisons.put(is ? Comparison.DEFINED : Comparison.NOT_DEFINED, ""));
    var type = fields.word("type", Rule.ValueType.class).orElse(Rule.ValueType.AUTO);
    var source = fields.word("source", Rule.ValueSource.class).orElse(Rule.ValueSource.LITERAL);
    if (comparisons.isEmpty() && fields.hasUnknown()) {
      return Optional.empty(); // The unknown key, told of at the end, was to be the comparison.
    }
    if (comparisons.size() != 1) {
      reading.findings.error(
          fields.position(),
          "a condition on an attribute has " + comparisons.size() + " comparisons",
          "one of is, is-not, less, at-most, more, at-least, defined",
          "write it as in {attribute: rack, is: a}");
      return Optional.empty();
    }
    Map.Entry<Comparison, String> only = comparisons.entrySet().iterator().next();
    Optional<String> value = defined.isPresent() ? Optional.empty() : Optional.of(only.getValue());
    return name.map(
        attribute -> new Expression.Attribute(attribute, only.getKey(), value, type, source));
  }

  private Optional<Expression> date(Fields fields) {
    Optional<Yaml.Mapping> inner = fields.mapping("date", "{from: 2026-03-01T00:00:00Z}");
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    Fields date = reading.fields(inner.get(), "a date");
    Optional<Yaml> fromValue = date.take("from");
    Optional<Instant> from = fromValue.flatMap(value -> reading.values.instant(value, "from"));
    Optional<Yaml> untilValue = date.take("until");
    Optional<Instant> until = untilValue.flatMap(value -> reading.values.instant(value, "until"));
    Optional<Yaml.Mapping> span = date.mapping("for", "{months: 1}");
    date.close();
    if (fromValue.isPresent() != from.isPresent() || untilValue.isPresent() != until.isPresent()) {
      return Optional.empty();
    }
    boolean backwards = from.isPresent() && until.isPresent() && !from.get().isBefore(until.get());
    boolean unclear = span.isPresent() && (from.isEmpty() || until.isPresent());
    boolean nothing = from.isEmpty() && until.isEmpty();
    if (backwards || unclear || nothing) {
      reading.findings.error(
          inner.get().position(),
          backwards ? "the date ends before it begins" : "a date without clear bounds",
          "from, until or both; or from and for",
          "write it as in {from: 2026-03-01T00:00:00Z, for: {months: 1}}");
      return Optional.empty();
    }
    return Optional.of(
        span.<Expression>map(s -> new Expression.DateDuration(from.get(), calendarSpan(s)))
            .orElseGet(() -> new Expression.DateRange(from, until)));
  }

  private SortedMap<String, Long> calendarSpan(Yaml.Mapping mapping) {
    SortedMap<String, Long> span = new TreeMap<>();
    Fields fields = reading.fields(mapping, "a calendar duration");
    for (String field : DURATION_FIELDS) {
      fields
          .whole(field, 0, Integer.MAX_VALUE)
          .ifPresent(number -> span.put(field, Long.valueOf(number)));
    }
    fields.close();
    return span;
  }

  private Optional<Expression> calendar(Fields fields) {
    Optional<Yaml.Mapping> inner = fields.mapping("calendar", "{hours: 9-17, weekdays: 1-5}");
    return inner.map(mapping -> {
      SortedMap<String, String> found = new TreeMap<>();
      Fields calendar = reading.fields(mapping, "a calendar condition");
      for (String field : CALENDAR_FIELDS) {
        calendar.take(field).flatMap(v -> range(v, field)).ifPresent(t -> found.put(field, t));
      }
      calendar.close();
      return new Expression.DateSpec(found);
    });
  }

  private Optional<String> range(Yaml value, String field) {
    return reading
        .values
        .text(value, field)
        .filter(text -> {
          boolean good = text.matches("[0-9]{1,4}(-([0-9]{1,4})?)?|-[0-9]{1,4}");
          if (!good) {
            reading.values.wrong(value, field, "a number or a range of numbers, as in 9-17", "");
          }
          return good;
        });
  }

  private Optional<Expression> window(Fields fields) {
    String example = "{cron: \"0 0 2 ? * SUN\", length: 2h}";
    Optional<Yaml.Mapping> inner = fields.mapping("window", example);
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    Fields window = reading.fields(inner.get(), "a window");
    Optional<String> cron = window.need("cron", "\"0 0 2 ? * SUN\"").flatMap(this::cron);
    Optional<Duration> length =
        window.need("length", "2h").flatMap(value -> reading.values.duration(value, "length"));
    String zone = window.take("zone").flatMap(this::zone).orElse(UTC);
    window.close();
    return cron.flatMap(text -> length.map(time -> new Expression.Window(text, time, zone)));
  }

  private Optional<String> cron(Yaml value) {
    Optional<String> text = reading.values.text(value, "cron");
    return text.filter(written -> {
      Optional<String> problem = reading.cron.problem(written);
      problem.ifPresent(why ->
          reading.findings.error(
              value.position(),
              "cron expression '" + written + "' is not valid: " + why,
              "second minute hour day-of-month month day-of-week [year], one day field ?",
              "write it as in \"0 0 2 ? * SUN\" for Sundays at 02:00"));
      return problem.isEmpty();
    });
  }

  private Optional<String> zone(Yaml value) {
    Optional<String> text = reading.values.text(value, "zone");
    return text.filter(written -> {
      try {
        ZoneId.of(written);
        return true;
      } catch (DateTimeException e) {
        reading.values.wrong(
            value, "zone", "a time zone", "write it as in Europe/Berlin, or leave out for UTC");
        return false;
      }
    });
  }

  private Optional<Expression> agent(Fields fields) {
    Optional<Yaml.Mapping> inner = fields.mapping("agent", "{standard: ocf, type: IPaddr2}");
    return inner.map(mapping -> {
      Fields agent = reading.fields(mapping, "a condition on the agent");
      var match =
          new Expression.ResourceMatch(
              agent.text("standard"), agent.text("provider"), agent.text("type"));
      agent.close();
      return match;
    });
  }

  private Optional<Expression> operation(Fields fields) {
    Optional<String> name = fields.text("operation");
    Optional<Duration> interval = fields.duration("interval");
    return name.map(operation -> new Expression.OperationMatch(operation, interval));
  }
}
