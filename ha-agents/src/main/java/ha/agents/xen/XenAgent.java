package ha.agents.xen;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentSettings;
import ha.agents.PrivateFiles;
import ha.agents.ResourceAgent;
import ha.agents.tool.Remembered;
import ha.agents.tool.ToolRun;
import ha.agents.xen.Domain.State;
import ha.agents.xen.Hypervisor.Seen;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Creates a domain, watches it, shuts it down, and moves it. */
final class XenAgent implements ResourceAgent {
  private static final Duration POLL = Duration.ofMillis(500);

  /** How long a domain may be between two states, such as after its system has rebooted. */
  private static final Duration PASSING = Duration.ofSeconds(8);

  private static final int DESTROY_SHARE = 4;
  private static final Duration MOST_FOR_DESTROY = Duration.ofSeconds(30);

  private final Path system;
  private final Path written;
  private final Remembered remembered;
  private final MemoryNeed memory;

  XenAgent(AgentSettings settings, Path system) {
    this.system = system;
    this.written = settings.runDirectory().resolve("xen-definitions");
    this.remembered = new Remembered(settings.runDirectory().resolve("xen"));
    this.memory = new MemoryNeed(settings.runDirectory().resolve("xen-memory"));
  }

  @Override
  public AgentDescription describe() {
    return XenParameters.METADATA;
  }

  // ---- monitor -------------------------------------------------------------------------------

  @Override
  public boolean provesStopped() {
    return true;
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    if (!isXen()) {
      return new NotRunning("this machine does not run under Xen");
    }
    Optional<Identity> identity = identity(call);
    if (identity.isEmpty()) {
      return AgentResult.invalid(XenParameters.problem(call).orElse("parameter 'name'"));
    }
    Hypervisor xen = Hypervisor.here(call);
    ToolRun tools = new ToolRun(call);
    var end = call.clock().now().plus(PASSING);
    while (true) {
      Seen look = xen.look();
      if (!(look instanceof Seen.Domains seen)) {
        return look.problem();
      }
      Optional<Domain> domain = identity.get().in(seen.all());
      if (domain.isEmpty()) {
        return absent(call, identity.get(), seen.all());
      }
      switch (domain.get().state()) {
        case RUNNING -> {
          memory.runs(call, domain.get());
          return identity
              .get()
              .copy(seen.all())
              .<AgentResult>map(clash -> new Ok(true, clash))
              .orElse(AgentResult.OK);
        }
        case PAUSED -> {
          return new Ok(true, domain.get().sentence());
        }
        case CRASHED -> {
          return AgentResult.failed(domain.get().sentence());
        }
        case SHUT_DOWN, DYING -> {
          if (!call.clock().now().before(end) || !tools.pause(POLL)) {
            return AgentResult.failed(domain.get().sentence() + ", and it stays so");
          }
        }
      }
    }
  }

  /** Where somebody else has its name it cannot be started: a probe says so before it is tried. */
  private static AgentResult absent(AgentCall call, Identity identity, List<Domain> domains) {
    Optional<String> clash = identity.clash(domains);
    return clash.isPresent() && call.interval().isZero()
        ? new Failed(Kind.NOT_INSTALLED, clash.get())
        : new NotRunning(clash.orElse(""));
  }

  /** Whether there can be domains at all. */
  private boolean isXen() {
    return Files.exists(system.resolve("dev/xen/privcmd"))
        || Files.exists(system.resolve("proc/xen/capabilities"))
        || isXen(system.resolve("sys/hypervisor/type"));
  }

  private static boolean isXen(Path type) {
    try {
      return Files.exists(type) && Files.readString(type).strip().equals("xen");
    } catch (IOException e) {
      // It is there, so something is; xl will tell.
      return true;
    }
  }

  // ---- start ---------------------------------------------------------------------------------

  @Override
  public AgentResult validate(AgentCall call) {
    Optional<String> wrong = XenParameters.problem(call);
    if (wrong.isPresent()) {
      return AgentResult.invalid(wrong.get());
    }
    return switch (configuration(call)) {
      case Configuration.Missing missing -> new Failed(Kind.NOT_INSTALLED, missing.reason());
      case Configuration.Read read -> misnamed(call, read.config()).orElse(AgentResult.OK);
    };
  }

  private static Optional<AgentResult> misnamed(AgentCall call, DomainConfig config) {
    String name = XenParameters.name(call).orElse("");
    return config.name().filter(n -> n.equals(name)).isPresent()
        ? Optional.empty()
        : Optional.of(
            AgentResult.invalid(
                "the configuration names the domain '"
                    + config.name().orElse("")
                    + "', and the cluster looks for '"
                    + name
                    + "'; make them agree, or say so with the parameter 'name'"));
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    AgentResult valid = validate(call);
    if (!(valid instanceof Ok) || !(configuration(call) instanceof Configuration.Read read)) {
      return valid;
    }
    Identity identity = new Identity(XenParameters.name(call).orElseThrow(), read.config().uuid());
    Hypervisor xen = Hypervisor.here(call);
    Seen look = xen.look();
    if (!(look instanceof Seen.Domains seen)) {
      return look.problem();
    }
    Optional<String> clash = identity.clash(seen.all());
    if (clash.isPresent()) {
      return AgentResult.failed("not created: " + clash.get());
    }
    Optional<Domain> domain = identity.in(seen.all());
    if (domain.isPresent() && domain.get().mayRun()) {
      return remember(call, identity);
    }
    if (domain.filter(d -> d.state() == State.PAUSED).isPresent()) {
      return AgentResult.failed(
          domain.get().sentence()
              + ": it is not known why, so it is not unpaused; xl unpause or xl destroy it");
    }
    Optional<AgentResult> left = clear(call, xen, identity);
    if (left.isPresent()) {
      return left.get();
    }
    AgentResult noted = remember(call, identity);
    return noted instanceof Ok ? create(call, xen, identity, read) : noted;
  }

  private AgentResult create(
      AgentCall call, Hypervisor xen, Identity identity, Configuration.Read read)
      throws InterruptedException {
    Path file = read.file();
    Optional<AgentResult> failed = xen.change("create", file.toString());
    if (failed.isPresent()) {
      String free =
          Optional.ofNullable(xen.info().get("free_memory"))
              .map(left ->
                  "; "
                      + left
                      + " MiB of memory are free"
                      + read.config().memoryMib().map(m -> ", it needs " + m + " MiB").orElse(""))
              .orElse("");
      return failed.get() instanceof Failed f
          ? new Failed(f.kind(), f.reason() + free)
          : failed.get();
    }
    ToolRun tools = new ToolRun(call);
    while (true) {
      Seen look = xen.look();
      if (!(look instanceof Seen.Domains seen)) {
        return look.problem();
      }
      Optional<Domain> domain = identity.in(seen.all());
      if (domain.isPresent() && domain.get().mayRun()) {
        return AgentResult.OK;
      }
      String now = domain.map(Domain::sentence).orElse("there is no such domain");
      boolean over = domain.filter(d -> d.state() == State.PAUSED).isEmpty();
      if (over || !tools.pause(POLL)) {
        return AgentResult.failed("created, but it does not run: " + now);
      }
    }
  }

  private AgentResult remember(AgentCall call, Identity identity) {
    try {
      remembered.put(call.resource(), identity.line());
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("its name cannot be remembered: " + e.getMessage());
    }
  }

  // ---- stop ----------------------------------------------------------------------------------

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    Optional<Identity> identity = identity(call);
    if (!isXen() || identity.isEmpty()) {
      return forget(call);
    }
    Hypervisor xen = Hypervisor.here(call);
    Optional<AgentResult> left = shutDown(call, xen, identity.get());
    if (left.isEmpty()) {
      left = clear(call, xen, identity.get());
    }
    return left.isPresent() ? left.get() : forget(call);
  }

  /**
   * Asks the domain to shut down and waits for it as long as enough time is left to destroy it.
   * Ends with it gone, not running any more, or out of time.
   */
  private Optional<AgentResult> shutDown(AgentCall call, Hypervisor xen, Identity identity)
      throws InterruptedException {
    Duration share = call.timeout().dividedBy(DESTROY_SHARE);
    Duration reserved = share.compareTo(MOST_FOR_DESTROY) < 0 ? share : MOST_FOR_DESTROY;
    ToolRun tools = new ToolRun(call);
    int asked = -1;
    while (call.remaining().compareTo(reserved) > 0) {
      Seen look = xen.look();
      if (!(look instanceof Seen.Domains seen)) {
        return Optional.of(look.problem());
      }
      Optional<Domain> domain = identity.in(seen.all()).filter(Domain::mayRun);
      if (domain.isEmpty()) {
        return Optional.empty();
      }
      // A domain that was told to restart instead comes back with another number.
      if (domain.get().id() != asked) {
        asked = domain.get().id();
        if (xen.change("shutdown", "-F", Integer.toString(asked)).isPresent()) {
          return Optional.empty();
        }
      }
      tools.pause(POLL);
    }
    return Optional.empty();
  }

  /** Destroys what is there of our domain, until nothing is; empty if nothing is left. */
  private static Optional<AgentResult> clear(AgentCall call, Hypervisor xen, Identity identity)
      throws InterruptedException {
    ToolRun tools = new ToolRun(call);
    String problem = "";
    while (true) {
      Seen look = xen.look();
      if (!(look instanceof Seen.Domains seen)) {
        return Optional.of(look.problem());
      }
      List<Domain> left = seen.all().stream().filter(identity::isOurs).toList();
      if (left.isEmpty()) {
        return Optional.empty();
      }
      if (!problem.isEmpty() && !tools.pause(POLL)) {
        return Optional.of(
            new TimedOut(left.getFirst().sentence() + " is still there: " + problem));
      }
      problem = "destroyed, but it does not end";
      for (Domain domain : left) {
        if (domain.state() != State.DYING) {
          Optional<AgentResult> failed = xen.change("destroy", Integer.toString(domain.id()));
          problem = failed.map(AgentResult::reason).orElse(problem);
        }
      }
    }
  }

  private AgentResult forget(AgentCall call) {
    try {
      remembered.forget(call.resource());
      memory.forget(call.resource());
      Files.deleteIfExists(definitionFile(call));
      return AgentResult.OK;
    } catch (IOException e) {
      return AgentResult.failed("stopped, but its note cannot be removed: " + e.getMessage());
    }
  }

  // ---- migration -----------------------------------------------------------------------------

  @Override
  public AgentResult migrateTo(AgentCall call) throws InterruptedException {
    Optional<Identity> identity = identity(call);
    Optional<NodeName> target = call.migrationTarget();
    Optional<String> host = target.flatMap(t -> XenParameters.host(call, t));
    if (identity.isEmpty() || host.isEmpty()) {
      return AgentResult.invalid("no name of the domain, or no address of the target");
    }
    Hypervisor xen = Hypervisor.here(call);
    Seen look = xen.look();
    if (!(look instanceof Seen.Domains seen)) {
      return look.problem();
    }
    Optional<Domain> domain = identity.get().in(seen.all());
    if (domain.isEmpty()) {
      return new NotRunning("there is no such domain here to migrate");
    }
    if (!domain.get().mayRun()) {
      return AgentResult.failed("not migrated: " + domain.get().sentence());
    }
    AgentResult result =
        new Migration(call, identity.get(), host.get()).run(domain.get(), disks(call));
    return result instanceof Ok ? forget(call) : result;
  }

  private List<String> disks(AgentCall call) {
    return configuration(call) instanceof Configuration.Read read
        ? read.config().disks()
        : List.of();
  }

  @Override
  public AgentResult migrateFrom(AgentCall call) throws InterruptedException {
    Optional<Identity> identity = identity(call);
    if (identity.isEmpty()) {
      return AgentResult.invalid(XenParameters.problem(call).orElse("parameter 'name'"));
    }
    Hypervisor xen = Hypervisor.here(call);
    ToolRun tools = new ToolRun(call);
    while (true) {
      Seen look = xen.look();
      if (!(look instanceof Seen.Domains seen)) {
        return look.problem();
      }
      Optional<Domain> domain = identity.get().in(seen.all());
      if (domain.isPresent() && domain.get().mayRun()) {
        return remember(call, identity.get());
      }
      boolean coming =
          !identity.get().halves(seen.all()).isEmpty()
              || domain.filter(d -> d.state() == State.PAUSED).isPresent();
      if (!coming || !tools.pause(POLL)) {
        return AgentResult.failed(
            "it has not arrived: "
                + domain.map(Domain::sentence).orElse("there is no such domain here"));
      }
    }
  }

  // ---- configuration -------------------------------------------------------------------------

  /** A domain's configuration. */
  private sealed interface Configuration {
    /** It is in a file. */
    record Read(Path file, DomainConfig config) implements Configuration {}

    /** It is not to be had on this node. */
    record Missing(String reason) implements Configuration {}
  }

  private Path definitionFile(AgentCall call) {
    return written.resolve(call.resource() + ".cfg");
  }

  private Configuration configuration(AgentCall call) {
    Configuration configuration = read(call);
    if (configuration instanceof Configuration.Read read) {
      memory.configured(call, read.config());
    }
    return configuration;
  }

  private Configuration read(AgentCall call) {
    Optional<String> text = call.parameter(XenParameters.DEFINITION);
    try {
      if (text.isPresent()) {
        PrivateFiles.replace(definitionFile(call), text.get() + "\n");
        return new Configuration.Read(definitionFile(call), DomainConfig.read(text.get()));
      }
      Path file = Path.of(call.parameter(XenParameters.CONFIG).orElse(""));
      return new Configuration.Read(file, DomainConfig.read(Files.readString(file)));
    } catch (IOException | java.nio.file.InvalidPathException e) {
      return new Configuration.Missing("the domain's configuration cannot be read: " + e);
    }
  }

  /** As it was started; else as the parameters say, with the UUID if the configuration is there. */
  private Optional<Identity> identity(AgentCall call) {
    Optional<Identity> known = remembered.of(call.resource()).map(Identity::ofLine);
    if (known.isPresent()) {
      return known;
    }
    boolean described =
        call.parameter(XenParameters.CONFIG).isPresent()
            || call.parameter(XenParameters.DEFINITION).isPresent();
    Optional<String> uuid =
        described && configuration(call) instanceof Configuration.Read read
            ? read.config().uuid()
            : Optional.empty();
    return XenParameters.name(call).map(name -> new Identity(name, uuid));
  }
}
