package ha.model.yaml;

import ha.model.Role;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Comparison;
import ha.model.definition.Rule.Expression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules by seed. */
final class RandomRules {
  private final Dice dice;
  private int ids;

  RandomRules(Dice dice) {
    this.dice = dice;
  }

  Rule rule(String standardId, int depth) {
    String id = dice.chance(3) ? "rule" + ids++ : standardId;
    List<Expression> expressions = new ArrayList<>();
    int count = 1 + dice.upTo(3);
    for (int i = 0; i < count; i++) {
      expressions.add(
          depth > 0 && dice.chance(4)
              ? new Expression.Nested(rule(RuleReader.nestedId(id, i), depth - 1))
              : expression());
    }
    return new Rule(
        id,
        dice.chance(2) ? Rule.Combine.AND : Rule.Combine.OR,
        expressions,
        dice.chance(4) ? Optional.of(dice.pick(List.of(Role.values()))) : Optional.empty());
  }

  private Expression expression() {
    Instant start = Instant.ofEpochSecond(1_700_000_000L + dice.upTo(10_000_000));
    return switch (dice.upTo(8)) {
      case 0, 1 -> attribute();
      case 2 ->
          dice.chance(2)
              ? new Expression.DateRange(Optional.of(start), Optional.of(start.plusSeconds(9)))
              : dice.chance(2)
                  ? new Expression.DateRange(Optional.empty(), Optional.of(start))
                  : new Expression.DateRange(Optional.of(start), Optional.empty());
      case 3 -> new Expression.DateDuration(start, new TreeMap<>(Map.of("months", 1L, "days", 3L)));
      case 4 -> new Expression.DateSpec(new TreeMap<>(Map.of("hours", "9-17", "weekdays", "1-5")));
      case 5 ->
          new Expression.Window(
              "0 0 2 ? * SUN", Duration.ofMinutes(90), dice.of("UTC", "Europe/Berlin"));
      case 6 ->
          new Expression.ResourceMatch(
              Optional.of("ocf"),
              dice.chance(2) ? Optional.of("heartbeat") : Optional.empty(),
              Optional.empty());
      default ->
          new Expression.OperationMatch(
              "monitor", dice.chance(2) ? Optional.of(Duration.ofSeconds(10)) : Optional.empty());
    };
  }

  private Expression attribute() {
    Comparison comparison = dice.pick(List.of(Comparison.values()));
    boolean valued = comparison.compareTo(Comparison.DEFINED) < 0;
    return new Expression.Attribute(
        dice.of("rack", "#uname", "is"),
        comparison,
        valued ? Optional.of(dice.of("a", "1.5", "", "b c")) : Optional.empty(),
        dice.pick(List.of(Rule.ValueType.values())),
        dice.pick(List.of(Rule.ValueSource.values())));
  }
}
