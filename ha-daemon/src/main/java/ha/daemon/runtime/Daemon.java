package ha.daemon.runtime;

import ha.agents.executor.MonitorSchedule;
import ha.daemon.blackbox.BlackBox;
import ha.daemon.blackbox.FormerEnd;
import ha.daemon.blackbox.Note;
import ha.daemon.config.NodeConfig;
import ha.daemon.controller.WatchdogReport;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.daemon.core.NodeCore;
import ha.daemon.desk.ApplyDesk;
import ha.daemon.desk.Desk;
import ha.daemon.selffence.Disks;
import ha.daemon.selffence.NodeWatchdog;
import ha.daemon.selffence.Reliance;
import ha.daemon.selffence.Trial;
import ha.daemon.server.ApiServer;
import ha.daemon.systemd.ServiceNotifier;
import ha.fencing.watchdog.Urgency;
import ha.membership.agreement.AgreementConfig;
import ha.membership.ledger.DirectoryDisk;
import ha.membership.ledger.LedgerStore;
import ha.membership.links.KeyFile;
import ha.membership.links.KeyRing;
import ha.membership.links.LinksConfig;
import ha.membership.links.LinksException;
import ha.model.MonoTime;
import ha.model.Term;
import ha.model.definition.Definitions;
import ha.policy.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running daemon: the loop, and the edges around it. */
public final class Daemon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("had");
  private static final int OK = 0;
  private static final int FAILED = 1;

  private final NodeConfig config;
  private final ServiceNotifier systemd;
  private final Bootstrap bootstrap;
  private final LedgerStore store;
  private final Watchdog systemdWatchdog;
  private final Optional<NodeWatchdog> watchdog;
  private final Disks disks;
  private final BlackBox blackBox;
  private final Loop loop;
  private final AgentEdge agents;
  private final FenceEdge fences;
  private final FactsEdge facts;
  private final FenceRounds fenceRounds;
  private final DiskEdge disk;
  private final MessageEdge messages;
  private final ApiServer api;
  private final QuartzClock quartz;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ExecutorService definitionsThread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("definitions").factory());

  /** Of the definitions' thread once the loop runs. */
  private Addresses addresses;

  /** What was last told of the watchdog, by the loop's thread. */
  private Optional<Duration> toldResetWithin = Optional.empty();

  private MonitorSchedule.Pending alarm = () -> {};
  private volatile int exitCode = OK;

  private Daemon(NodeConfig config, boolean witness)
      throws CannotStart, IOException, LinksException {
    this.config = config;
    this.systemd = ServiceNotifier.of(System.getenv());
    makeDirectory(config.stateDirectory());
    makeDirectory(config.runDirectory());
    LedgerStore store =
        LedgerStore.open(
            DirectoryDisk.open(config.stateDirectory().resolve("ledger")),
            InstantSource.system().instant());
    store.notes().forEach(LOG::warn);
    Bootstrap bootstrap = Bootstrap.read(config, store.durable());
    Definitions definitions = bootstrap.definitions();
    checkName(config, definitions, witness);
    addresses = Addresses.at(definitions, config.node());
    quartz = quartz();
    this.bootstrap = bootstrap;
    this.store = store;
    MonoTime now = new MonoTime(System.nanoTime());
    systemdWatchdog = SystemdWatchdog.of(systemd, now);
    blackBox = BlackBox.open(config.stateDirectory(), store.incarnation(), InstantSource.system());
    watchdog = watchdog(config, blackBox);
    disks = new Disks(config.node(), store.incarnation());
    relyOn(definitions);
    loop =
        new Loop(
            definitions.cluster().heartbeat().dividedBy(2),
            System::nanoTime,
            InstantSource.system(),
            this::loopIsAlive,
            this::carryOut);
    disk = new DiskEdge(store, loop::post, this::failed);
    agents = new AgentEdge(config, quartz, new ClusterFacts(config.node(), loop::call), loop::post);
    fences =
        new FenceEdge(
            config.clusterFile().toAbsolutePath().resolveSibling(".").normalize(),
            config.node(),
            store.incarnation(),
            loop::post);
    facts = new FactsEdge(config, blackBox, loop::post);
    fences.use(definitions);
    fenceRounds =
        new FenceRounds(config.node(), quartz, fences::check, InstantSource.system(), loop::post);
    fenceRounds.use(definitions);
    LinksConfig links = linksConfig(definitions, store);
    api = ApiServer.start(config.socket(), config.node().value(), loop::call);
    Practice.beforeLinksOpen();
    // Last of all: from here on the others hear this node, and count on it.
    messages = new MessageEdge(links, loop::post, this::duplicate);
  }

  private static void checkName(NodeConfig config, Definitions definitions, boolean witness)
      throws CannotStart {
    if (!definitions.nodes().containsKey(config.node())) {
      throw new CannotStart(
          "this node is called "
              + config.node()
              + ", but the definitions know only "
              + definitions.nodes().keySet()
              + "; mend 'node' in the configuration file");
    }
    if (witness && !definitions.witnesses().contains(config.node())) {
      throw new CannotStart(
          "the definitions do not call "
              + config.node()
              + " a witness; write kind: witness at that node, or start had without --witness");
    }
  }

  private static Optional<NodeWatchdog> watchdog(NodeConfig config, BlackBox blackBox)
      throws CannotStart {
    if (config.watchdog().isEmpty()) {
      return Optional.empty();
    }
    NodeConfig.Watchdog wanted = config.watchdog().get();
    try {
      return Optional.of(
          NodeWatchdog.open(wanted.path(), wanted.timeout(), config.runDirectory(), blackBox));
    } catch (IOException e) {
      throw new CannotStart("the watchdog cannot be used: " + e.getMessage());
    }
  }

  /** What the others wait for to hold this node for off. */
  private void relyOn(Definitions definitions) {
    Reliance reliance = Reliance.of(definitions, config.node());
    watchdog.ifPresent(w -> {
      w.relyOn(reliance);
      disks.use(definitions);
    });
    if (watchdog.isEmpty() && reliance != Reliance.NOTHING) {
      LOG.warn(
          "the definitions count on this node's watchdog, but its configuration names none: set"
              + " 'watchdog' in had.yaml");
    }
  }

  /** The others are told, for they know what was done to this node. */
  private void tellFormerEnd(FormerEnd end) {
    if (!end.sameBoot()) {
      LOG.info("this machine was booted since {}; why: hactl why-rebooted", end.lastSign());
    }
    loop.post(new CoreEvent.AttributeSet(FormerEnd.ATTRIBUTE, Optional.of(end.write())));
  }

  private void loopIsAlive(NodeCore core, MonoTime now) {
    systemdWatchdog.loopIsAlive(core, now);
    blackBox.beat(core.life());
    if (core.mayAct(now)) {
      fences.joined(core.life());
    }
    watchdog.ifPresent(w -> {
      w.tick(
          now,
          new Trial(
              core.mayAct(now),
              core.holding(),
              disks.readable(),
              core.fenceOrdered(),
              disks.message()));
      if (w.isRunning()) {
        disks.promise(core.life(), w.timeout());
      }
      Optional<Duration> within = w.resetWithin();
      if (!within.equals(toldResetWithin)) {
        toldResetWithin = within;
        loop.post(
            new CoreEvent.AttributeSet(
                WatchdogReport.ATTRIBUTE, within.map(WatchdogReport::write)));
      }
    });
  }

  private NodeCore core() {
    Definitions definitions = bootstrap.definitions();
    return new NodeCore(
        AgreementConfig.of(
            config.node(),
            definitions.cluster(),
            Bootstrap.electorate(definitions),
            yaml -> Definers.recorded(yaml).map(Bootstrap::electorate)),
        store.incarnation(),
        store.durable(),
        Scheduler::decide,
        Definers::recorded,
        new Desk(
            Scheduler::decide,
            new ApplyDesk((label, yaml) -> Definers.read(label, yaml, agents.catalog()))),
        new NodeCore.Seed(bootstrap.fromFile() ? bootstrap.yaml() : "", "root@" + config.node()),
        new MonoTime(System.nanoTime()),
        InstantSource.system().instant());
  }

  private QuartzClock quartz() throws CannotStart {
    try {
      return QuartzClock.start(config.node().value());
    } catch (SchedulerException e) {
      throw new CannotStart("the schedule of monitors does not start: " + e.getMessage());
    }
  }

  private LinksConfig linksConfig(Definitions definitions, LedgerStore store)
      throws LinksException {
    List<Path> keyFiles = new ArrayList<>(List.of(config.keyFile()));
    config.previousKeyFile().ifPresent(keyFiles::add);
    KeyRing keys = KeyFile.read(keyFiles);
    return new LinksConfig(
        definitions.cluster().name(),
        config.node(),
        store.incarnation(),
        addresses.own(),
        addresses.peers(),
        keys);
  }

  private static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /**
   * Runs a daemon until it is told to stop.
   *
   * @param witness it must only vote; refused where the definitions say otherwise
   * @return exit code of the process
   * @throws CannotStart with the reason, for people
   */
  public static int run(NodeConfig config, boolean witness)
      throws CannotStart, InterruptedException {
    return prepare(config, witness).serve();
  }

  /** All of it but what runs; whoever calls this has to serve. */
  static Daemon prepare(NodeConfig config, boolean witness) throws CannotStart {
    try {
      return new Daemon(config, witness);
    } catch (IOException | LinksException e) {
      throw new CannotStart(String.valueOf(e.getMessage()));
    }
  }

  /** Runs until it is told to stop; returns the exit code of the process. */
  int serve() throws InterruptedException {
    LOG.info("had of node {} begins", config.node());
    blackBox.formerEnd().ifPresent(this::tellFormerEnd);
    FenceEdge.warmUp();
    // Ready means that orders are taken; agreement may have to wait for a peer that is off.
    notifySystemd(() -> systemd.ready("waiting for the cluster"));
    Thread stop = Thread.ofPlatform().unstarted(this::asked);
    Runtime.getRuntime().addShutdownHook(stop);
    Thread links = Thread.ofVirtual().start(this::watchLinks);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> LOG.error("Bug: {} ended by an exception", thread, e));
    try {
      Urgency.lockMemory().ifPresent(LOG::info);
      Urgency.comeFirst().ifPresent(LOG::info);
      loop.run(core());
    } catch (RuntimeException | Error e) {
      failed(e);
    } finally {
      links.interrupt();
      close();
      ended.countDown();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      LOG.debug("shutting down already");
    }
    return exitCode;
  }

  /**
   * Something that must not happen has happened. What the state is worth is not known, so this
   * daemon ends at once and says no goodbye: the others notice, and make sure of this node.
   */
  private void failed(Throwable cause) {
    LOG.error(
        "Bug: this daemon cannot go on and ends; resources here go on, and the other nodes will"
            + " fence this one before they take them over",
        cause);
    blackBox.note(Note.Kind.BROKE, cause.toString());
    exitCode = FAILED;
    notifySystemd(() -> systemd.stopping("ended by a bug, see the log"));
    loop.stop();
  }

  /** SIGTERM, which the JVM calls a success whatever comes of it. */
  private void asked() {
    shutDown();
    if (exitCode != OK) {
      Runtime.getRuntime().halt(exitCode);
    }
  }

  /** Asks the cluster to be let go, and waits for it. */
  void shutDown() {
    LOG.info("asked to stop: leaving the cluster");
    notifySystemd(() -> systemd.stopping("leaving the cluster"));
    loop.post(new CoreEvent.LeaveRequested());
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watchLinks() {
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(1));
        messages.look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A newcomer whose name is taken goes; who is in the cluster already stays. */
  private void duplicate() {
    if (loop.term().equals(Term.NONE)) {
      LOG.error("the node name {} is taken: this daemon ends", config.node());
      exitCode = FAILED;
      loop.stop();
    }
  }

  private void carryOut(CoreEffect effect) {
    switch (effect) {
      case CoreEffect.Beat e -> messages.beat(e);
      case CoreEffect.SendPeer e -> messages.send(e);
      case CoreEffect.SendController e -> messages.send(e);
      case CoreEffect.ForwardCall e -> messages.send(e);
      case CoreEffect.ForwardAnswer e -> messages.send(e);
      case CoreEffect.Answer e -> loop.answer(e);
      case CoreEffect.Persist e -> disk.persist(e);
      case CoreEffect.TermBegan e -> {
        agents.termBegan(e);
        notifySystemd(() -> systemd.status("in the cluster, term " + e.term()));
      }
      case CoreEffect.RunAgent e -> agents.run(e, () -> e.retreat() || loop.permits(e.term()));
      case CoreEffect.CancelRecurring e -> agents.cancel(e);
      case CoreEffect.CancelQueued ignored -> agents.cancelQueued();
      case CoreEffect.Fence e -> fences.fence(e);
      case CoreEffect.CancelFence e -> fences.cancel(e);
      case CoreEffect.BreakOffFence e -> fences.breakOff(e);
      case CoreEffect.GatherFacts e -> facts.gather(e.number());
      case CoreEffect.CheckFencing e -> fenceRounds.now(e.node());
      case CoreEffect.DefinitionsChanged e -> use(e.definitions());
      case CoreEffect.WakeAt e -> {
        alarm.cancel();
        alarm = quartz.at(e.moment(), () -> loop.post(new CoreEvent.WokenUp()));
      }
      case CoreEffect.EndEverything e -> endEverything(e.reason());
      case CoreEffect.WatchdogsKnown e -> {
        fences.know(e);
        fenceRounds.soon();
      }
      case CoreEffect.Exit e -> leave(e.recorded(), e.detail());
      case CoreEffect.NodeOff e -> agents.nodeIsOff(e);
      case CoreEffect.StopsFailed e -> stopsFailed(e);
      case CoreEffect.GiveUp ignored -> leave(false, "to be fenced: not all could be stopped");
      case CoreEffect.Noted e -> blackBox.note(e.kind(), e.text());
      case CoreEffect.Say e -> LOG.info(e.sentence());
    }
  }

  /** One after the other, so that the newest definitions are the last that are used. */
  private void use(Definitions definitions) {
    loop.tickEvery(definitions.cluster().heartbeat().dividedBy(2));
    relyOn(definitions);
    definitionsThread.execute(() -> {
      try {
        fences.use(definitions);
        fenceRounds.use(definitions);
        Addresses next = addresses.after(definitions);
        next.needRestart().forEach(LOG::warn);
        messages.links().reconfigure(next.peers());
        addresses = next;
      } catch (RuntimeException e) {
        LOG.error("the new definitions are used in part only; restart this daemon", e);
      }
    });
  }

  /** What runs here may run elsewhere: all of it is being stopped, then this daemon ends. */
  private void endEverything(String reason) {
    LOG.error("the cluster holds this node for off: {}; stopping everything here", reason);
    blackBox.note(Note.Kind.DISOWNED, reason);
    exitCode = FAILED;
  }

  private void leave(boolean recorded, String detail) {
    LOG.info("leaving: {}", detail);
    blackBox.note(Note.Kind.ENDED, detail);
    disks.leave(recorded);
    watchdog.ifPresent(w -> w.leave(recorded));
    loop.stop();
  }

  private void stopsFailed(CoreEffect.StopsFailed effect) {
    LOG.error(
        "could not be stopped, and may go on running here without a daemon: {}; look at it, end it"
            + " by hand, or switch this machine off",
        effect.resources());
    exitCode = FAILED;
  }

  /** Something that may fail because nobody listens. */
  @FunctionalInterface
  private interface Notification {
    void send() throws IOException;
  }

  private static void notifySystemd(Notification notification) {
    try {
      notification.send();
    } catch (IOException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  @Override
  public void close() {
    definitionsThread.shutdownNow();
    List<Runnable> inOrder =
        List.of(
            api::close,
            fenceRounds::close,
            quartz::close,
            fences::close,
            agents::close,
            messages::close,
            disk::close,
            blackBox::close,
            facts::close);
    for (Runnable each : inOrder) {
      try {
        each.run();
      } catch (RuntimeException e) {
        LOG.error("Bug: an edge of the daemon does not close", e);
      }
    }
  }

  /** The daemon cannot begin; the message is for people. */
  public static final class CannotStart extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStart(String message) {
      super(message);
    }
  }
}
