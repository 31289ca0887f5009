package ha.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a cluster in which all is well to each test that asks for one, the same one to all tests of
 * a class, since starting one takes longer than most tests. After each test its history is judged;
 * after one that failed there is a new cluster.
 *
 * <p>Histories and logs are kept in {@code target/e2e}, and printed where a test failed.
 */
final class ClusterGuard implements ParameterResolver, AfterEachCallback, AfterAllCallback {
  private final int nodes;
  private final Site.Fencing fencing;
  private Optional<TestCluster> cluster = Optional.empty();

  ClusterGuard(int nodes) {
    this(nodes, Site.Fencing.BMC);
  }

  ClusterGuard(int nodes, Site.Fencing fencing) {
    this.nodes = nodes;
    this.fencing = fencing;
  }

  Site.Fencing fencing() {
    return fencing;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    boolean fresh = cluster.isEmpty();
    TestCluster it = cluster.orElseGet(() -> new TestCluster(nodes, fencing));
    cluster = Optional.of(it);
    it.note("test " + context.getDisplayName());
    if (fresh) {
      it.start();
    } else {
      it.awaitWhole();
    }
    return it;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (cluster.isEmpty()) {
      return;
    }
    boolean failed = context.getExecutionException().isPresent();
    try {
      cluster.get().checkHistory();
    } catch (AssertionError e) {
      failed = true;
      throw e;
    } finally {
      keep(context, cluster.get().story());
      if (failed) {
        System.out.println(
            "==== " + context.getDisplayName() + " failed\n" + cluster.get().story());
        discard();
      }
    }
  }

  /** For people, also where the test passed: below {@code target/e2e}. */
  private static void keep(ExtensionContext context, String story) {
    String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
    Path file = Path.of("target", "e2e", name.replaceAll("[^A-Za-z0-9.]", "") + ".txt");
    try {
      Files.createDirectories(Path.of("target", "e2e"));
      Files.writeString(file, story);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep " + file, e);
    }
  }

  private void discard() {
    cluster.ifPresent(TestCluster::close);
    cluster.ifPresent(c -> c.site().delete());
    cluster = Optional.empty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    discard();
  }
}
