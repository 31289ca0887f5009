package ha.daemon.runtime;

import ha.model.yaml.CronValidator;
import java.text.ParseException;
import java.util.Optional;
import org.quartz.CronExpression;

/** Cron expressions are what Quartz takes. */
final class QuartzCron implements CronValidator {
  @Override
  public Optional<String> problem(String cron) {
    try {
      CronExpression.validateExpression(cron);
      return Optional.empty();
    } catch (ParseException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
