package ha.policy.pacemaker;

import ha.model.definition.Rule;
import ha.model.definition.Rule.Combine;
import ha.model.definition.Rule.Comparison;
import ha.model.definition.Rule.Expression;
import ha.model.definition.Rule.ValueSource;
import ha.model.definition.Rule.ValueType;
import ha.model.definition.SourcePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rules with the ids that our files give them, and without what these cannot say. */
final class Rules {
  /** Holds always, also where no node is looked at. */
  private static final Expression TRUE =
      new Expression.DateRange(Optional.of(Instant.EPOCH), Optional.empty());

  private static final Expression FALSE =
      new Expression.DateRange(Optional.empty(), Optional.of(Instant.EPOCH));
  private static final Set<String> FIELDS =
      Set.of(
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
  private static final Set<String> SPANS =
      Set.of("seconds", "minutes", "hours", "days", "weeks", "months", "years");

  private final Notes notes;
  private final Map<String, String> nodeIds;

  /**
   * Rules of one file.
   *
   * @param nodeIds names of nodes by Pacemaker's ids of them
   */
  Rules(Notes notes, Map<String, String> nodeIds) {
    this.notes = notes;
    this.nodeIds = nodeIds;
  }

  /** The same rule under another id; {@code place} is for notes. */
  Rule clean(Rule rule, String id, SourcePosition place) {
    List<Expression> expressions = new ArrayList<>();
    for (Expression expression : rule.expressions()) {
      expressions.add(clean(expression, id + "-" + (expressions.size() + 1), place));
    }
    if (expressions.isEmpty()) {
      expressions.add(TRUE);
    }
    return new Rule(id, rule.combine(), expressions, rule.role());
  }

  private Expression clean(Expression expression, String nestedId, SourcePosition place) {
    return switch (expression) {
      case Expression.Nested nested -> new Expression.Nested(clean(nested.rule(), nestedId, place));
      case Expression.Attribute attribute -> attribute(attribute, nestedId, place);
      case Expression.DateRange range -> range(range, place);
      case Expression.DateDuration span -> span(span, place);
      case Expression.DateSpec spec -> calendar(spec, place);
      case Expression.Window window -> window;
      case Expression.ResourceMatch match -> match;
      case Expression.OperationMatch match -> match;
    };
  }

  private Expression attribute(Expression.Attribute a, String nestedId, SourcePosition place) {
    if (a.attribute().equals("#is_dc")) {
      notes.leftOut(
          place,
          "a rule asks which node is the DC (#is_dc); no node is that here",
          "say what the rule is after in another way");
    }
    return switch (a.comparison()) {
      case DEFINED, NOT_DEFINED -> valueless(a, a.comparison());
      case EQUAL -> a.value().isEmpty() ? valueless(a, Comparison.NOT_DEFINED) : renamed(a, place);
      case NOT_EQUAL -> a.value().isEmpty() ? valueless(a, Comparison.DEFINED) : renamed(a, place);
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
        if (a.value().isPresent()) {
          yield renamed(a, place);
        }
        notes.changed(place, "a rule compares '" + a.attribute() + "' with nothing", "");
        yield new Expression.Nested(
            new Rule(nestedId, Combine.AND, List.of(FALSE), Optional.empty()));
      }
    };
  }

  private static Expression valueless(Expression.Attribute a, Comparison comparison) {
    return new Expression.Attribute(
        a.attribute(), comparison, Optional.empty(), ValueType.AUTO, ValueSource.LITERAL);
  }

  /** Nodes have no ids here but their names, and options have the names that we give them. */
  private Expression renamed(Expression.Attribute a, SourcePosition place) {
    if (a.valueSource() == ValueSource.OPTION) {
      return new Expression.Attribute(
          a.attribute(),
          a.comparison(),
          a.value().map(Options::renamed),
          a.type(),
          a.valueSource());
    }
    if (!a.attribute().equals("#id") || a.valueSource() != ValueSource.LITERAL) {
      return a;
    }
    String id = a.value().orElse("");
    String name = nodeIds.getOrDefault(id, id);
    notes.changed(place, "a rule asks for the node with id " + id + "; here by name: " + name, "");
    return new Expression.Attribute(
        "#uname", a.comparison(), Optional.of(name), a.type(), a.valueSource());
  }

  private Expression range(Expression.DateRange range, SourcePosition place) {
    if (range.start().isEmpty() && range.end().isEmpty()) {
      notes.changed(place, "a rule has a date without bounds, which holds always", "");
      return TRUE;
    }
    boolean never =
        range.start().isPresent()
            && range.end().isPresent()
            && !range.start().get().isBefore(range.end().get());
    if (never) {
      notes.changed(place, "a rule has a date that ends before it begins: it never holds", "");
      return FALSE;
    }
    return range;
  }

  private Expression span(Expression.DateDuration span, SourcePosition place) {
    SortedMap<String, Long> known = new TreeMap<>(span.duration());
    known.keySet().retainAll(SPANS);
    if (known.size() < span.duration().size()) {
      notes.leftOut(place, "a rule's duration has parts that are none: " + span.duration(), "");
    }
    return new Expression.DateDuration(span.start(), known);
  }

  private Expression calendar(Expression.DateSpec spec, SourcePosition place) {
    SortedMap<String, String> known = new TreeMap<>();
    spec.fields()
        .forEach((field, range) -> {
          String text = range.replace(" ", "");
          if (FIELDS.contains(field) && text.matches("\\d{1,4}(-(\\d{1,4})?)?|-\\d{1,4}")) {
            known.put(field, text);
          } else {
            notes.leftOut(
                place, "a rule's calendar has " + field + "=" + range, "write it as a range");
          }
        });
    return known.isEmpty() ? TRUE : new Expression.DateSpec(known);
  }
}
