package ha.e2e;

import ha.agents.command.Signals;
import ha.e2e.history.Happening;
import ha.e2e.history.Happening.Kind;
import ha.fencing.ipmi.IpmiSim;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.sim.BmcUser;
import ha.fencing.ipmi.sim.PowerSwitch;
import ha.fencing.ipmi.sim.SimulatedBmc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One node: a daemon, all that it started, a BMC with a power switch over both, and the faults that
 * a test wants.
 *
 * <p>To the node belongs every process whose standard output is a file in the node's directory:
 * that is so for the daemon and for all that it starts, also when nobody is its parent any more.
 */
final class TestNode implements PowerSwitch, AutoCloseable {
  /** Exit code of a JVM that SIGTERM ended, when all that was to be done before was done. */
  static final int ASKED_TO_END = 143;

  private static final int STOP = 19;
  private static final int CONTINUE = 18;
  private static final Duration BOOT = Duration.ofMillis(500);

  private final String name;
  private final Site site;
  private final AutoCloseable bmc;
  private final Optional<PipeWatchdog> watchdog;
  private Optional<Process> daemon = Optional.empty();
  private volatile boolean on;
  private volatile boolean staysOff;
  private boolean closed;
  private int boots;

  TestNode(String name, Site site) {
    this.name = name;
    this.site = site;
    this.bmc = switchedBmc();
    this.watchdog =
        switch (site.fencing()) {
          case BMC, IPMI_SIM, WITNESS -> Optional.empty();
          case WATCHDOG, DISK, LOOP_DISK ->
              Optional.of(PipeWatchdog.make(site.watchdog(name), this::reset));
        };
  }

  private AutoCloseable switchedBmc() {
    InetSocketAddress address =
        new InetSocketAddress(
            InetAddress.ofLiteral(Site.bmcAddress()),
            site.bmcPorts().get(site.nodes().indexOf(name)));
    if (site.fencing() != Site.Fencing.IPMI_SIM) {
      return SimulatedBmc.of(this, BmcUser.administrator("ha", Site.secret(name)))
          .listen(address)
          .start();
    }
    try {
      return new IpmiSim(
          site.root().resolve("bmc-" + name), address, "ha", Site.secret(name), this);
    } catch (IOException e) {
      throw new UncheckedIOException("ipmi_sim does not start", e);
    }
  }

  private void reset() {
    tell(Kind.NOTE, "the watchdog resets the node");
    powerOff();
    powerOn();
  }

  String name() {
    return name;
  }

  // ---- power ---------------------------------------------------------------------------------

  @Override
  public synchronized void powerOn() {
    if (on || closed) {
      return;
    }
    on = true;
    int boot = ++boots;
    Executor later = CompletableFuture.delayedExecutor(BOOT.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(() -> booted(boot));
  }

  private synchronized void booted(int boot) {
    if (on && boot == boots && !staysOff) {
      startDaemon();
    }
  }

  @Override
  public synchronized void powerOff() {
    tell(Kind.OFF_BEGIN, "");
    boots++;
    List<ProcessHandle> left = processes();
    while (!left.isEmpty()) {
      left.forEach(ProcessHandle::destroyForcibly);
      left.forEach(p -> p.onExit().join());
      left = processes();
    }
    Site.delete(site.directory(name).resolve("run"));
    watchdog.ifPresent(PipeWatchdog::powerOff);
    on = false;
    tell(Kind.OFF_END, "");
  }

  @Override
  public boolean isOn() {
    return on;
  }

  /** Whether the node does not boot although it gets power. */
  void staysOff(boolean now) {
    staysOff = now;
  }

  /** What the BMC does wrong from now on. */
  void bmc(BmcFaults faults) {
    tell(Kind.NOTE, "BMC: " + faults);
    if (!(bmc instanceof SimulatedBmc ours)) {
      throw new IllegalStateException("only a BMC of ours can be told to do wrong");
    }
    ours.faults(faults);
  }

  // ---- the daemon ----------------------------------------------------------------------------

  /** Starts the daemon, on a machine that has power. */
  synchronized void startDaemon() {
    if (daemonIsAlive()) {
      return;
    }
    try {
      on = true;
      tell(Kind.DOUBT, "booted");
      daemon = Optional.of(DaemonProgram.start(site.config(name), site.log(name)));
      tell(Kind.NOTE, "daemon " + daemon.get().pid() + " started");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the daemon of " + name, e);
    }
  }

  /** Ends the daemon and nothing else; its children live on, as after a crash of it. */
  synchronized void killDaemon() {
    tell(Kind.NOTE, "daemon killed");
    daemon.ifPresent(Process::destroyForcibly);
  }

  /** Asks the daemon to leave. */
  synchronized CompletableFuture<Integer> stopDaemon() {
    tell(Kind.NOTE, "daemon asked to stop");
    Process process = daemon.orElseThrow();
    process.destroy();
    return process
        .onExit()
        .thenApply(p -> {
          tell(Kind.NOTE, "daemon ended with exit code " + p.exitValue());
          return p.exitValue();
        })
        .orTimeout(TestCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The daemon is not run any more, but what it started is. */
  synchronized void freeze() {
    tell(Kind.NOTE, "daemon frozen");
    Signals.toProcess(daemon.orElseThrow().pid(), STOP);
  }

  /** The daemon is run again, if it still lives; it slept for longer than its lease. */
  synchronized void thaw() {
    tell(Kind.DOUBT, "was frozen");
    daemon.filter(Process::isAlive).ifPresent(d -> Signals.toProcess(d.pid(), CONTINUE));
  }

  boolean daemonIsAlive() {
    return daemon.map(Process::isAlive).orElse(false);
  }

  /** Process id of the daemon; another one after each start. */
  long daemonPid() {
    return daemon.map(Process::pid).orElse(0L);
  }

  private void tell(Kind kind, String detail) {
    site.storage().history().add(Happening.of(System.nanoTime(), kind, name, detail));
  }

  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::isOurs).toList();
  }

  private boolean isOurs(ProcessHandle process) {
    Path output = Path.of("/proc", Long.toString(process.pid()), "fd", "1");
    try {
      return Files.readSymbolicLink(output).startsWith(site.directory(name));
    } catch (IOException e) {
      // It has ended, or is somebody else's.
      return false;
    }
  }

  /** Processes of resources. */
  Stream<ProcessHandle> children() {
    return processes().stream().filter(p -> p.pid() != daemonPid());
  }

  private void closeBmc() {
    try {
      bmc.close();
    } catch (Exception e) {
      throw new IllegalStateException("the BMC of " + name + " does not end", e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    closeBmc();
    watchdog.ifPresent(PipeWatchdog::close);
    powerOff();
  }
}
