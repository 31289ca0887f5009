package ha.policy.scenario;

import ha.model.plan.Plan;
import ha.policy.Scheduler;
import ha.policy.report.CorpusJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Prints one fingerprint of everything that is decided for many drawn clusters. */
final class PlansOfManySeeds {
  private PlansOfManySeeds() {}

  /** Arguments: first seed, number of seeds. */
  public static void main(String[] arguments) throws NoSuchAlgorithmException {
    long first = Long.parseLong(arguments[0]);
    long count = Long.parseLong(arguments[1]);
    System.out.println(fingerprint(first, count));
  }

  private static String fingerprint(long first, long count) throws NoSuchAlgorithmException {
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (long seed = first; seed < first + count; seed++) {
      Scenario scenario = new Scenario("seed-" + seed);
      RandomScenario.lines(seed).forEach(scenario::read);
      Plan plan = Scheduler.decide(scenario.definitions(), scenario.world.snapshot(), scenario.now);
      all.update(plan.toString().getBytes(StandardCharsets.UTF_8));
      all.update(
          CorpusJson.line("seed-" + seed, scenario.definitions(), scenario.world.snapshot(), plan)
              .getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(all.digest());
  }
}
