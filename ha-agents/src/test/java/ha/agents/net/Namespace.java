package ha.agents.net;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentProvider;
import ha.agents.AgentResult;
import ha.agents.AgentSettings;
import ha.agents.Calls;
import ha.agents.Needs;
import ha.agents.ResourceAgent;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.agents.command.MonoClock;
import ha.model.definition.AgentRef;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A network of a test's own. Threads that are first needed inside, as the carriers of virtual
 * threads, stay inside for as long as they live, so a class that has one is tagged with {@link
 * #TAG}, and Maven gives it a process of its own.
 */
public record Namespace(String name) {
  public static final String TAG = "namespace";

  private static final int CLONE_NEWNET = 0x4000_0000;

  /** Makes one, with nothing in it but a loopback interface that is up. */
  public static Namespace make(String suffix) throws InterruptedException {
    Needs.root();
    Needs.file("/usr/sbin/ip", "iproute2");
    assertThat(Boolean.getBoolean("ha.test.namespaces"))
        .as("this process is the test's own: is its class tagged with Namespace.TAG?")
        .isTrue();
    Namespace made = new Namespace("ha-" + ProcessHandle.current().pid() + "-" + suffix);
    host("netns", "add", made.name);
    made.ip("link", "set", "lo", "up");
    return made;
  }

  /** Runs ip(8) in the machine's own network. */
  public static String host(String... words) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("/usr/sbin/ip"));
    arguments.addAll(List.of(words));
    CommandOutcome outcome =
        Calls.runner()
            .run(
                Command.of(
                    arguments, new TreeMap<>(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"))),
                MonoClock.SYSTEM.now().plus(Duration.ofSeconds(30)));
    assertThat(outcome)
        .as(arguments.toString())
        .isInstanceOfSatisfying(
            CommandOutcome.Exited.class, e -> assertThat(e.code()).as(e.output()).isZero());
    return outcome.output();
  }

  /** Runs ip(8) here. */
  public String ip(String... words) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("-netns", name));
    all.addAll(List.of(words));
    return host(all.toArray(String[]::new));
  }

  /** Hardware address of an interface. */
  public String hardware(String link) throws InterruptedException {
    String text = ip("-oneline", "link", "show", "dev", link);
    return text.replaceAll("(?s).*link/ether ([0-9a-f:]+).*", "$1");
  }

  /** Number of an interface. */
  public int index(String link) throws InterruptedException {
    return Integer.parseInt(ip("-oneline", "link", "show", "dev", link).split(":", 2)[0].strip());
  }

  /** Does something on a thread that is here; programs that it starts are here too. */
  public <T> T inside(Callable<T> work) throws InterruptedException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .name("in " + name)
            .start(() -> {
              try {
                enter();
                done.complete(work.call());
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            });
    thread.join();
    try {
      return done.get(1, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("in namespace " + name, e);
    }
  }

  // Restricted because a wrong descriptor could crash the process; these are open(2), setns(2).
  @SuppressWarnings("restricted")
  private void enter() throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle open =
        linker.downcallHandle(
            linker.defaultLookup().find("open").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    MethodHandle setns =
        linker.downcallHandle(
            linker.defaultLookup().find("setns").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) open.invokeExact(arena.allocateFrom("/var/run/netns/" + name), 0);
      int result = (int) setns.invokeExact(file, CLONE_NEWNET);
      assertThat(result).as("setns").isZero();
    }
  }

  /** The provider's agents, each of whose calls runs here. */
  public AgentProvider agents(AgentProvider provider) {
    return new AgentProvider() {
      @Override
      public Optional<ResourceAgent> agent(AgentRef ref, AgentSettings settings) {
        return provider.agent(ref, settings).map(agent -> new Inside(Namespace.this, agent));
      }

      @Override
      public List<AgentRef> agents(AgentSettings settings) {
        return provider.agents(settings);
      }
    };
  }

  private record Inside(Namespace namespace, ResourceAgent agent) implements ResourceAgent {
    @Override
    public AgentDescription describe() {
      return agent.describe();
    }

    @Override
    public AgentResult perform(AgentCall call) throws InterruptedException {
      return namespace.inside(() -> agent.perform(call));
    }

    @Override
    public AgentResult start(AgentCall call) throws InterruptedException {
      return namespace.inside(() -> agent.start(call));
    }

    @Override
    public AgentResult stop(AgentCall call) throws InterruptedException {
      return namespace.inside(() -> agent.stop(call));
    }

    @Override
    public AgentResult monitor(AgentCall call) throws InterruptedException {
      return namespace.inside(() -> agent.monitor(call));
    }
  }

  /** Ends it, with all its interfaces. */
  public void remove() throws InterruptedException {
    host("netns", "delete", name);
  }
}
