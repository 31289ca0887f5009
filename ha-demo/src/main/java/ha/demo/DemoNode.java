package ha.demo;

import ha.fencing.ipmi.sim.BmcUser;
import ha.fencing.ipmi.sim.PowerSwitch;
import ha.fencing.ipmi.sim.SimulatedBmc;
import ha.model.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One node: a daemon, all that it started, and a power switch over both. Switching off kills every
 * process at once and empties the run directory, as a reboot does.
 */
final class DemoNode implements PowerSwitch, AutoCloseable {
  /** From power to daemon; a server takes a minute or more. */
  private static final Duration BOOT = Duration.ofSeconds(2);

  private static final Duration CENSUS = Duration.ofMillis(100);

  private final NodeName name;
  private final Workspace workspace;
  private final Path had;
  private final SimulatedBmc bmc;
  private final Map<Long, Instant> processes = new ConcurrentHashMap<>();
  private final Thread census;
  private Optional<Process> daemon = Optional.empty();
  private volatile boolean on;
  private @Nullable Thread booting;

  DemoNode(NodeName name, Workspace workspace, Path had, InetSocketAddress bmcAddress)
      throws IOException {
    this.name = name;
    this.workspace = workspace;
    this.had = had;
    String password = Files.readString(workspace.password(name));
    this.bmc =
        SimulatedBmc.of(this, BmcUser.administrator("ha", password)).listen(bmcAddress).start();
    this.census = Thread.ofVirtual().name("census-" + name).start(this::count);
  }

  NodeName name() {
    return name;
  }

  /** Starts the daemon of a node that is up already, as at the demo's beginning. */
  synchronized void begin() {
    if (!on) {
      on = true;
      startDaemon();
    }
  }

  @Override
  public synchronized void powerOn() {
    if (!on) {
      on = true;
      booting = Thread.ofVirtual().name("boot-" + name).start(this::boot);
    }
  }

  private void boot() {
    try {
      Thread.sleep(BOOT);
    } catch (InterruptedException e) {
      return; // Switched off meanwhile.
    }
    synchronized (this) {
      if (on && booting == Thread.currentThread()) {
        startDaemon();
      }
    }
  }

  private void startDaemon() {
    try {
      Workspace.delete(workspace.run(name));
      daemon =
          Optional.of(
              new ProcessBuilder(
                      had.toString(), "--foreground", "--config", workspace.config(name).toString())
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(workspace.log(name).toFile()))
                  .start());
      remember(daemon.get().toHandle());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the daemon of " + name, e);
    }
  }

  @Override
  public synchronized void powerOff() {
    if (booting != null) {
      booting.interrupt();
      booting = null;
    }
    look();
    List<ProcessHandle> all = alive();
    all.forEach(ProcessHandle::destroyForcibly);
    killHolder();
    all.forEach(DemoNode::awaitEnd);
    // Whatever a dying process still started.
    alive().forEach(ProcessHandle::destroyForcibly);
    alive().forEach(DemoNode::awaitEnd);
    processes.clear();
    on = false;
  }

  @Override
  public boolean isOn() {
    return on;
  }

  /** Strikes the daemon and nothing else; its children live on, as after a crash of it. */
  void strike(Fault fault) throws IOException, InterruptedException {
    if (daemon.isPresent()) {
      String pid = Long.toString(daemon.get().pid());
      new ProcessBuilder("kill", "-" + fault.signal(), pid).inheritIO().start().waitFor();
    }
  }

  /** Asks the daemon to leave; waits until it has. */
  void leave() throws InterruptedException {
    if (daemon.isPresent()) {
      daemon.get().destroy();
      daemon.get().waitFor();
    }
  }

  boolean daemonIsAlive() {
    return daemon.map(Process::isAlive).orElse(false);
  }

  /** Children outlive a killed daemon without a parent, so they are noted while it lives. */
  private void count() {
    try {
      while (true) {
        look();
        Thread.sleep(CENSUS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    daemon.ifPresent(d -> d.descendants().forEach(this::remember));
  }

  private void remember(ProcessHandle process) {
    process.info().startInstant().ifPresent(start -> processes.put(process.pid(), start));
  }

  private List<ProcessHandle> alive() {
    List<ProcessHandle> found = new ArrayList<>();
    processes.forEach((pid, start) ->
        ProcessHandle.of(pid)
            .filter(p -> p.info().startInstant().map(start::equals).orElse(false))
            .ifPresent(found::add));
    return found;
  }

  /**
   * A service that was started in the instant before its daemon died escaped the census; it is
   * nobody's child, and it holds the lock.
   */
  private void killHolder() {
    for (String pid : workspace.sharedLines("holder")) {
      if (pid.matches("[0-9]{1,18}")) {
        ProcessHandle.of(Long.parseLong(pid))
            .filter(p -> p.parent().map(parent -> parent.pid() == 1).orElse(true))
            .filter(p -> p.info().arguments().map(DemoNode::isService).orElse(false))
            .filter(p -> List.of(p.info().arguments().get()).contains(sharedPath()))
            .ifPresent(p -> {
              p.destroyForcibly();
              awaitEnd(p);
            });
      }
    }
  }

  private String sharedPath() {
    return workspace.shared().toString();
  }

  private static boolean isService(String[] arguments) {
    return List.of(arguments).contains("ha.demo.service.WebService");
  }

  /** Ended means that it does nothing any more; who reaps it, and when, is not waited for. */
  private static void awaitEnd(ProcessHandle process) {
    while (process.isAlive() && !isZombie(process.pid())) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return true; // It is gone altogether.
    }
  }

  @Override
  public void close() {
    census.interrupt();
    bmc.close();
    powerOff();
  }
}
