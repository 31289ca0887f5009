package ha.policy.options;

import ha.model.definition.Rule.Expression;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Map;

/** Calendar conditions of rules, in UTC. */
final class Calendars {
  private Calendars() {}

  /** Whether {@code now} lies between the start and the start plus the duration. */
  static boolean within(Expression.DateDuration duration, Instant now) {
    OffsetDateTime end = duration.start().atOffset(ZoneOffset.UTC);
    for (Map.Entry<String, Long> part : duration.duration().entrySet()) {
      long amount = part.getValue();
      end =
          switch (part.getKey()) {
            case "years" -> end.plusYears(amount);
            case "months" -> end.plusMonths(amount);
            case "weeks" -> end.plusWeeks(amount);
            case "days" -> end.plusDays(amount);
            case "hours" -> end.plusHours(amount);
            case "minutes" -> end.plusMinutes(amount);
            case "seconds" -> end.plusSeconds(amount);
            case String unknown ->
                throw new IllegalArgumentException("date duration has no part '" + unknown + "'");
          };
    }
    return !now.isBefore(duration.start()) && now.isBefore(end.toInstant());
  }

  /** Whether every field given contains the moment's. */
  static boolean matches(Expression.DateSpec spec, Instant now) {
    OffsetDateTime time = now.atOffset(ZoneOffset.UTC);
    return spec.fields().entrySet().stream()
        .allMatch(field -> inRange(field.getValue(), value(field.getKey(), time)));
  }

  private static int value(String field, OffsetDateTime time) {
    return switch (field) {
      case "seconds" -> time.getSecond();
      case "minutes" -> time.getMinute();
      case "hours" -> time.getHour();
      case "monthdays" -> time.getDayOfMonth();
      case "weekdays" -> time.getDayOfWeek().getValue();
      case "yeardays" -> time.getDayOfYear();
      case "months" -> time.getMonthValue();
      case "weeks" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case "years" -> time.get(ChronoField.YEAR);
      case "weekyears" -> time.get(IsoFields.WEEK_BASED_YEAR);
      case String unknown ->
          throw new IllegalArgumentException("date specification has no field '" + unknown + "'");
    };
  }

  private static boolean inRange(String range, int value) {
    int dash = range.indexOf('-');
    if (dash < 0) {
      return Integer.parseInt(range.strip()) == value;
    }
    String low = range.substring(0, dash).strip();
    String high = range.substring(dash + 1).strip();
    return (low.isEmpty() || Integer.parseInt(low) <= value)
        && (high.isEmpty() || value <= Integer.parseInt(high));
  }
}
