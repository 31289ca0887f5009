package ha.agents.o2cb;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Observer;
import ha.agents.ResourceAgent;
import ha.agents.Watch;
import ha.agents.tool.Remembered;
import ha.agents.tool.ToolRun;
import ha.agents.tool.ToolRun.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registers the cluster with O2CB. What is active is read from the kernel, not from a tool. */
final class O2cbAgent implements ResourceAgent {
  private static final String STACK = "o2cb";
  private static final List<String> MODULES = List.of("configfs", "ocfs2_stack_o2cb", "ocfs2");

  private final AgentSettings settings;
  private final O2cbKernel kernel;
  private final Remembered remembered;
  private final Path scratch;

  O2cbAgent(AgentSettings settings, Path system) {
    this.settings = settings;
    this.kernel = new O2cbKernel(system);
    this.scratch = settings.runDirectory().resolve("o2cb-beats");
    this.remembered = new Remembered(settings.runDirectory().resolve("o2cb"));
  }

  @Override
  public AgentDescription describe() {
    return O2cbParameters.METADATA;
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    Optional<String> wrong = O2cbParameters.problem(call);
    if (wrong.isPresent()) {
      return AgentResult.invalid(wrong.get());
    }
    String cluster = O2cbParameters.cluster(call).orElseThrow();
    Answer listed = new ToolRun(call).read("o2cb", "list-cluster", cluster, "--oneline");
    return switch (listed) {
      case Answer.Lost lost -> lost.result();
      case Answer.Exited exited when exited.ok() -> AgentResult.OK;
      case Answer.Exited exited ->
          new Failed(
              Kind.INVALID_PARAMETER,
              "cluster '" + cluster + "' is not in /etc/ocfs2/cluster.conf of this node");
    };
  }

  @Override
  public AgentResult monitor(AgentCall call) {
    Optional<String> cluster = known(call);
    if (cluster.isEmpty()) {
      return AgentResult.invalid(O2cbParameters.problem(call).orElse("parameter 'cluster'"));
    }
    try {
      List<String> registered = kernel.registered();
      if (!registered.contains(cluster.get())) {
        return new NotRunning(
            registered.isEmpty() ? "" : "cluster '" + registered.getFirst() + "' is registered");
      }
      return missing(cluster.get(), call.node().value())
          .<AgentResult>map(AgentResult::failed)
          .orElse(AgentResult.OK);
    } catch (IOException e) {
      return new Unknown("the kernel's state of O2CB cannot be read: " + e.getMessage());
    }
  }

  /** What a registered cluster lacks to be of use. */
  private Optional<String> missing(String cluster, String self) throws IOException {
    String stack = kernel.stack();
    if (!stack.equals(STACK)) {
      return Optional.of("the cluster stack of OCFS2 is '" + stack + "', not 'o2cb'");
    }
    List<String> nodes = kernel.nodes(cluster);
    return nodes.contains(self)
        ? Optional.empty()
        : Optional.of(
            "cluster '"
                + cluster
                + "' has the nodes "
                + nodes
                + " and not this one, '"
                + self
                + "'; mend /etc/ocfs2/cluster.conf");
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    Optional<String> wrong = O2cbParameters.problem(call);
    if (wrong.isPresent()) {
      return AgentResult.invalid(wrong.get());
    }
    String cluster = O2cbParameters.cluster(call).orElseThrow();
    try {
      Optional<AgentResult> problem = load(call);
      if (problem.isPresent()) {
        return problem.get();
      }
      List<String> others = new ArrayList<>(kernel.registered());
      others.remove(cluster);
      if (!others.isEmpty()) {
        return AgentResult.failed(
            "cluster '" + others.getFirst() + "' is registered, and O2CB can have one only");
      }
      remembered.put(call.resource(), cluster);
      // Also where it is registered: it then takes over what cluster.conf says now.
      problem = failure(new ToolRun(call).change("o2cb", "register-cluster", cluster));
      if (problem.isPresent()) {
        return problem.get();
      }
      if (kernel.regions(cluster).isEmpty()) {
        kernel.set(cluster, O2cbParameters.settings(call));
      }
    } catch (IOException e) {
      return AgentResult.failed("O2CB cannot be set up: " + e.getMessage());
    }
    return monitor(call);
  }

  private Optional<AgentResult> load(AgentCall call) throws IOException, InterruptedException {
    ToolRun tools = new ToolRun(call);
    if (!kernel.hasNodeManager() || kernel.stack().isEmpty()) {
      for (String module : MODULES) {
        Optional<AgentResult> failed = failure(tools.change("modprobe", module));
        if (failed.isPresent()) {
          return failed;
        }
      }
    }
    if (!kernel.hasConfigfs()) {
      Optional<AgentResult> failed =
          failure(tools.change("mount", "-t", "configfs", "configfs", "/sys/kernel/config"));
      if (failed.isPresent()) {
        return failed;
      }
    }
    kernel.useStack(STACK);
    return Optional.empty();
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    Optional<String> cluster = known(call);
    try {
      if (cluster.isEmpty() || !kernel.registered().contains(cluster.get())) {
        remembered.forget(call.resource());
        return AgentResult.OK;
      }
      List<String> mounts = kernel.mounts();
      List<String> regions = kernel.regions(cluster.get());
      if (!mounts.isEmpty() || !regions.isEmpty()) {
        return AgentResult.failed(
            "in use: file systems are mounted on "
                + mounts
                + ", heartbeat regions "
                + regions
                + "; stop the file systems first (order them after this resource)");
      }
      Optional<AgentResult> failed =
          failure(new ToolRun(call).change("o2cb", "unregister-cluster", cluster.get()));
      if (failed.isPresent()) {
        return failed.get();
      }
      if (kernel.registered().contains(cluster.get())) {
        return AgentResult.failed("o2cb succeeded, but the cluster is still registered");
      }
      remembered.forget(call.resource());
      return AgentResult.OK;
    } catch (IOException e) {
      return new Unknown("the kernel's state of O2CB cannot be read: " + e.getMessage());
    }
  }

  /** OCFS2 need not wait for a node that is off for certain. */
  @Override
  public Watch watch(AgentCall call, Observer observer) {
    Optional<String> cluster = known(call);
    if (cluster.isEmpty()) {
      return Watch.NONE;
    }
    return new Departures(
        call,
        cluster.get(),
        kernel,
        settings.cluster(),
        scratch,
        Departures.SILENCE,
        Departures.FRESH);
  }

  private Optional<String> known(AgentCall call) {
    return remembered.of(call.resource()).or(() -> O2cbParameters.cluster(call));
  }

  private static Optional<AgentResult> failure(Answer answer) {
    return switch (answer) {
      case Answer.Lost lost -> Optional.of(lost.result());
      case Answer.Exited exited when exited.ok() -> Optional.empty();
      case Answer.Exited exited -> Optional.of(AgentResult.failed(exited.words("a tool of O2CB")));
    };
  }
}
