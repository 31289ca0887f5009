package ha.policy.options;

import ha.model.definition.Rule.Expression;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A window that opens whenever a Quartz cron expression fires ({@code second minute hour
 * day-of-month month day-of-week [year]}) and stays open for a time.
 */
final class CronWindow {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final String[] fields;

  private CronWindow(String[] fields) {
    this.fields = fields;
  }

  /** Whether the last opening before {@code now} is still within its length. */
  static boolean open(Expression.Window window, Instant now) {
    String[] fields = window.cron().strip().split("\\s+");
    if (fields.length < 6 || fields.length > 7) {
      throw new IllegalArgumentException(
          "cron expression '" + window.cron() + "' needs 6 or 7 fields");
    }
    return new CronWindow(fields).firesBetween(window.length(), now, ZoneId.of(window.zone()));
  }

  private boolean firesBetween(Duration length, Instant now, ZoneId zone) {
    Instant from = now.minus(length);
    BitSet seconds = bits(fields[0], 0, 59, List.of());
    BitSet minutes = bits(fields[1], 0, 59, List.of());
    BitSet hours = bits(fields[2], 0, 23, List.of());
    LocalDate first = from.atZone(zone).toLocalDate();
    for (LocalDate day = now.atZone(zone).toLocalDate();
        !day.isBefore(first);
        day = day.minusDays(1)) {
      if (!onDay(day)) {
        continue;
      }
      for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
        for (int minute = minutes.nextSetBit(0);
            minute >= 0;
            minute = minutes.nextSetBit(minute + 1)) {
          ZonedDateTime moment = day.atTime(hour, minute).atZone(zone);
          for (int s = seconds.nextSetBit(0); s >= 0; s = seconds.nextSetBit(s + 1)) {
            Instant fires = moment.plusSeconds(s).toInstant();
            if (fires.isAfter(from) && !fires.isAfter(now)) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private boolean onDay(LocalDate day) {
    if (!bits(fields[4], 1, 12, MONTHS).get(day.getMonthValue())) {
      return false;
    }
    if (fields.length == 7 && !bits(fields[6], 1970, 2199, List.of()).get(day.getYear())) {
      return false;
    }
    return dayOfMonth(fields[3], day) && dayOfWeek(fields[5], day);
  }

  private static boolean dayOfMonth(String field, LocalDate day) {
    if (field.equals("L")) {
      return day.getDayOfMonth() == YearMonth.from(day).lengthOfMonth();
    }
    return bits(field, 1, 31, List.of()).get(day.getDayOfMonth());
  }

  private static boolean dayOfWeek(String field, LocalDate day) {
    int sundayFirst = day.getDayOfWeek().getValue() % 7 + 1;
    String text = field.toUpperCase(Locale.ROOT);
    int hash = text.indexOf('#');
    if (hash > 0) {
      return bits(text.substring(0, hash), 1, 7, DAYS).get(sundayFirst)
          && (day.getDayOfMonth() - 1) / 7 + 1 == Integer.parseInt(text.substring(hash + 1));
    }
    if (text.length() > 1 && text.endsWith("L")) {
      return bits(text.substring(0, text.length() - 1), 1, 7, DAYS).get(sundayFirst)
          && day.getDayOfMonth() + 7 > YearMonth.from(day).lengthOfMonth();
    }
    return bits(text, 1, 7, DAYS).get(sundayFirst);
  }

  /** Values that a field allows; names count from the field's least value. */
  private static BitSet bits(String field, int least, int greatest, List<String> names) {
    BitSet bits = new BitSet();
    for (String part : field.toUpperCase(Locale.ROOT).split(",")) {
      int slash = part.indexOf('/');
      int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
      String range = slash < 0 ? part : part.substring(0, slash);
      int low = least;
      int high = greatest;
      if (!range.equals("*") && !range.equals("?")) {
        int dash = range.indexOf('-');
        low = number(dash < 0 ? range : range.substring(0, dash), least, names);
        high = dash >= 0 ? number(range.substring(dash + 1), least, names) : slash < 0 ? low : high;
      }
      if (high < low) {
        for (int v = low; v <= greatest; v += step) {
          bits.set(v);
        }
        low = least;
      }
      for (int v = low; v <= high; v += step) {
        bits.set(v);
      }
    }
    return bits;
  }

  private static int number(String text, int least, List<String> names) {
    int index = names.indexOf(text);
    return index >= 0 ? index + least : Integer.parseInt(text);
  }
}
