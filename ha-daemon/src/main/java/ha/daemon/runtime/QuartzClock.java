package ha.daemon.runtime;

import ha.agents.executor.MonitorSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Quartz behind recurring monitors and the moments at which time alone may change a decision. Jobs
 * carry an id and start a task, nothing else; a job that comes late runs once, at once.
 */
final class QuartzClock implements MonitorSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(QuartzClock.class);
  private static final String TASK = "task";
  private static final AtomicLong IDS = new AtomicLong();
  private static final Map<String, Runnable> TASKS = new ConcurrentHashMap<>();

  private final Scheduler scheduler;

  private QuartzClock(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  static QuartzClock start(String name) throws SchedulerException {
    Properties settings = new Properties();
    settings.setProperty("org.quartz.scheduler.instanceName", "had-" + name);
    settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
    settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    settings.setProperty("org.quartz.threadPool.threadCount", "1");
    settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
    scheduler.start();
    return new QuartzClock(scheduler);
  }

  @Override
  public Pending after(String name, Duration delay, Runnable task) {
    return at(Instant.now().plus(delay), task);
  }

  /** Runs {@code task} on a thread of its own at this moment, or at once if it is past. */
  Pending at(Instant moment, Runnable task) {
    String id = Long.toString(IDS.incrementAndGet());
    TASKS.put(id, task);
    JobDetail job = JobBuilder.newJob(Wake.class).withIdentity(id).usingJobData(TASK, id).build();
    try {
      scheduler.scheduleJob(job, TriggerBuilder.newTrigger().startAt(Date.from(moment)).build());
    } catch (SchedulerException e) {
      TASKS.remove(id);
      LOG.warn("cannot schedule: {}", e.getMessage());
    }
    return () -> cancel(id);
  }

  private void cancel(String id) {
    if (TASKS.remove(id) != null) {
      try {
        scheduler.deleteJob(new JobKey(id));
      } catch (SchedulerException e) {
        LOG.debug("cancelling {}", id, e);
      }
    }
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(false);
    } catch (SchedulerException e) {
      LOG.debug("closing", e);
    }
  }

  /** Starts the task that the job names. */
  public static final class Wake implements Job {
    @Override
    public void execute(JobExecutionContext context) {
      Runnable task = TASKS.remove(context.getMergedJobDataMap().getString(TASK));
      if (task != null) {
        Thread.ofVirtual().start(task);
      }
    }
  }
}
