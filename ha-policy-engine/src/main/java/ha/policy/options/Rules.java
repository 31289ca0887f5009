package ha.policy.options;

import ha.model.definition.AgentRef;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Comparison;
import ha.model.definition.Rule.Expression;
import ha.model.definition.Rule.ValueType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates rules. */
public final class Rules {
  private Rules() {}

  /** Whether {@code rule} holds. A rule without conditions holds. */
  public static boolean holds(Rule rule, RuleContext context) {
    if (rule.role().isPresent()
        && context.role().isPresent()
        && rule.role().get() != context.role().get()) {
      return false;
    }
    return switch (rule.combine()) {
      case AND -> rule.expressions().stream().allMatch(e -> holds(e, context));
      case OR ->
          rule.expressions().isEmpty()
              || rule.expressions().stream().anyMatch(e -> holds(e, context));
    };
  }

  private static boolean holds(Expression expression, RuleContext context) {
    return switch (expression) {
      case Expression.Nested nested -> holds(nested.rule(), context);
      case Expression.Attribute attribute -> holds(attribute, context);
      case Expression.DateRange range ->
          range.start().map(s -> !context.now().isBefore(s)).orElse(true)
              && range.end().map(e -> context.now().isBefore(e)).orElse(true);
      case Expression.DateDuration duration -> Calendars.within(duration, context.now());
      case Expression.DateSpec spec -> Calendars.matches(spec, context.now());
      case Expression.Window window -> CronWindow.open(window, context.now());
      case Expression.ResourceMatch match ->
          context.agent().map(agent -> matches(match, agent)).orElse(false);
      case Expression.OperationMatch match ->
          context.operation().map(match.name()::equals).orElse(false)
              && match.interval().map(context.interval()::equals).orElse(true);
    };
  }

  private static boolean matches(Expression.ResourceMatch match, AgentRef agent) {
    return match.standard().map(agent.standard()::equals).orElse(true)
        && match.provider().map(p -> agent.provider().equals(Optional.of(p))).orElse(true)
        && match.type().map(agent.type()::equals).orElse(true);
  }

  private static boolean holds(Expression.Attribute condition, RuleContext context) {
    if (context.nodeAttributes().isEmpty()) {
      return false;
    }
    Map<String, String> attributes = context.nodeAttributes().get();
    String left = attributes.get(expand(condition.attribute(), context));
    return switch (condition.comparison()) {
      case DEFINED -> left != null;
      case NOT_DEFINED -> left == null;
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, EQUAL, NOT_EQUAL ->
          compare(left, rightValue(condition, context), condition);
    };
  }

  private static String expand(String name, RuleContext context) {
    String expanded = name;
    for (int i = 0; i < context.groups().size(); i++) {
      expanded = expanded.replace("%" + i, context.groups().get(i));
    }
    return expanded;
  }

  private static @Nullable String rightValue(Expression.Attribute condition, RuleContext context) {
    @Nullable String written = condition.value().orElse(null);
    if (written == null) {
      return null;
    }
    return switch (condition.valueSource()) {
      case LITERAL -> written;
      case PARAMETER -> context.parameters().get(written);
      case OPTION -> context.options().get(written);
    };
  }

  private static boolean compare(
      @Nullable String left, @Nullable String right, Expression.Attribute condition) {
    Comparison comparison = condition.comparison();
    if (left == null || right == null) {
      boolean same = left == null && right == null;
      return (comparison == Comparison.EQUAL && same)
          || (comparison == Comparison.NOT_EQUAL && !same);
    }
    int order = order(left, right, type(condition));
    return switch (comparison) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case DEFINED, NOT_DEFINED -> false;
    };
  }

  private static ValueType type(Expression.Attribute condition) {
    if (condition.type() != ValueType.AUTO) {
      return condition.type();
    }
    return switch (condition.comparison()) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ValueType.NUMBER;
      case EQUAL, NOT_EQUAL, DEFINED, NOT_DEFINED -> ValueType.STRING;
    };
  }

  private static int order(String left, String right, ValueType type) {
    return switch (type) {
      case STRING, AUTO -> left.compareToIgnoreCase(right);
      case INTEGER -> {
        try {
          yield Long.compare((long) Double.parseDouble(left), (long) Double.parseDouble(right));
        } catch (NumberFormatException e) {
          yield left.compareToIgnoreCase(right);
        }
      }
      case NUMBER -> {
        try {
          yield Double.compare(Double.parseDouble(left), Double.parseDouble(right));
        } catch (NumberFormatException e) {
          yield left.compareToIgnoreCase(right);
        }
      }
      case VERSION -> versions(left, right);
    };
  }

  private static int versions(String left, String right) {
    String[] a = left.split("[^0-9]+", -1);
    String[] b = right.split("[^0-9]+", -1);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      long x = i < a.length && !a[i].isEmpty() ? Long.parseLong(a[i]) : 0;
      long y = i < b.length && !b[i].isEmpty() ? Long.parseLong(b[i]) : 0;
      if (x != y) {
        return Long.compare(x, y);
      }
    }
    return 0;
  }
}
