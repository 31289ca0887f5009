package ha.model.yaml;

import java.util.Optional;

/** Says whether a text is a cron expression. Implemented where the scheduler's library is. */
@FunctionalInterface
public interface CronValidator {
  /** Accepts what has the shape of a Quartz expression: six or seven fields. */
  CronValidator SHAPE_ONLY =
      cron -> {
        int fields = cron.strip().split("\\s+").length;
        return fields == 6 || fields == 7
            ? Optional.empty()
            : Optional.of("it has " + fields + " fields");
      };

  /** What is wrong with {@code cron}, or empty if nothing is. */
  Optional<String> problem(String cron);
}
