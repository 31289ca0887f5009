package ha.cli.command;

import ha.api.ApiError;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.text.Times;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Arguments of the command line as values. */
final class Converters {
  private Converters() {}

  /** A node's name. */
  static final class OfNode implements ITypeConverter<NodeName> {
    @Override
    public NodeName convert(String value) {
      return converted(() -> new NodeName(value));
    }
  }

  /** A resource's name. */
  static final class OfResource implements ITypeConverter<ResourceId> {
    @Override
    public ResourceId convert(String value) {
      return converted(() -> new ResourceId(value));
    }
  }

  /** {@code 90s}, {@code 2h}. */
  static final class OfDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return converted(() -> Times.parse(value));
    }
  }

  /**
   * A moment: an ISO 8601 time ({@code 2026-01-02T14:00}, local unless it names a zone), a time of
   * day ({@code 14:00}, the next), or a duration from now ({@code 2h}).
   */
  static Instant moment(String text, InstantSource clock, ZoneId zone) {
    try {
      if (text.matches("\\d{1,2}:\\d{2}")) {
        ZonedDateTime now = clock.instant().atZone(zone);
        String[] parts = text.split(":");
        ZonedDateTime then =
            now.withHour(Integer.parseInt(parts[0]))
                .withMinute(Integer.parseInt(parts[1]))
                .withSecond(0)
                .withNano(0);
        return (then.isAfter(now) ? then : then.plusDays(1)).toInstant();
      }
      if (text.matches("\\d{4}-.*T.*")) {
        return text.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
            ? ZonedDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).atZone(zone).toInstant();
      }
      return clock.instant().plus(Times.parse(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new CommandFailure(
          new ApiError(
              ApiError.Kind.USAGE,
              "'" + text + "' is not a time",
              "",
              "for example 2h, 14:00 or 2026-01-31T14:00",
              "correct the time"));
    }
  }

  /** When an order ends, if {@code --until} was given. */
  static Optional<Instant> until(@Nullable String text, Context context) {
    return text == null
        ? Optional.empty()
        : Optional.of(moment(text, context.surroundings().clock(), context.zone()));
  }

  private static <T> T converted(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
