package ha.e2e;

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
 */
final class ClusterGuard implements ParameterResolver, AfterEachCallback, AfterAllCallback {
  private final int nodes;
  private Optional<TestCluster> cluster = Optional.empty();

  ClusterGuard(int nodes) {
    this.nodes = nodes;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    boolean fresh = cluster.isEmpty();
    TestCluster it = cluster.orElseGet(() -> new TestCluster(nodes));
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
      if (failed) {
        System.out.println(
            "==== " + context.getDisplayName() + " failed\n" + cluster.get().story());
        discard();
      }
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
