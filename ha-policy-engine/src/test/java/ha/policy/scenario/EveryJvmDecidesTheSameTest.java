package ha.policy.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The same input gives the same bytes in every JVM. What could differ between JVMs does: the order
 * of {@code Set.of} and {@code Map.of} is drawn at each start, identity hashes by another rule,
 * with one processor or two.
 */
final class EveryJvmDecidesTheSameTest {
  private static final int SEEDS = Integer.getInteger("jvm-seeds", 100);

  /** Rules by which HotSpot draws identity hashes: random, from addresses, one after another. */
  private static final List<Integer> IDENTITY_HASHES = List.of(0, 1, 3);

  @Test
  void decidesTheSame() throws IOException, InterruptedException {
    Map<List<String>, Process> started = new LinkedHashMap<>();
    for (int rule : IDENTITY_HASHES) {
      List<String> options =
          List.of(
              "-XX:+UnlockExperimentalVMOptions",
              "-XX:hashCode=" + rule,
              "-XX:ActiveProcessorCount=" + (1 + rule % 2));
      started.put(options, start(options));
    }
    Map<List<String>, String> fingerprints = new LinkedHashMap<>();
    for (Map.Entry<List<String>, Process> jvm : started.entrySet()) {
      fingerprints.put(jvm.getKey(), answer(jvm.getValue()));
    }
    assertThat(fingerprints.values()).doesNotContain("");
    assertThat(fingerprints.values().stream().distinct()).as(fingerprints::toString).hasSize(1);
  }

  private static Process start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PlansOfManySeeds.class.getName(), "1", Integer.toString(SEEDS)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String answer(Process jvm) throws IOException, InterruptedException {
    try {
      String answer = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(jvm.exitValue()).isZero();
      return answer.strip();
    } finally {
      jvm.destroyForcibly();
    }
  }
}
