package ha.daemon.runtime;

import ha.daemon.controller.ControllerEvent;
import ha.daemon.controller.ControllerEvent.FenceProgress.Failed;
import ha.daemon.controller.ControllerEvent.FenceProgress.OffConfirmed;
import ha.daemon.controller.ControllerEvent.FenceProgress.OnEnded;
import ha.daemon.controller.Unfenced;
import ha.daemon.core.CoreEffect;
import ha.daemon.core.CoreEvent;
import ha.fencing.FenceHandle;
import ha.fencing.FenceOutcome;
import ha.fencing.FenceProgress;
import ha.fencing.FenceRequest;
import ha.fencing.FenceTopology;
import ha.fencing.Fencer;
import ha.fencing.FencerSettings;
import ha.fencing.NodeCheck;
import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactories;
import ha.fencing.device.FenceDevice;
import ha.fencing.device.FenceResult;
import ha.fencing.device.Target;
import ha.fencing.disk.DiskDeviceFactory;
import ha.fencing.ipmi.Ipmi;
import ha.fencing.watchdog.WatchdogDeviceFactory;
import ha.model.DeviceId;
import ha.model.Durations;
import ha.model.Incarnation;
import ha.model.NodeName;
import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fences for the core, with the devices that the definitions in force describe. */
final class FenceEdge implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FenceEdge.class);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration UNFENCE_AGAIN = Duration.ofSeconds(5);
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);

  private final Fencer fencer = new Fencer(FencerSettings.DEFAULT);
  private final Path directory;
  private final NodeName self;
  private final Incarnation first;
  private final Consumer<CoreEvent> loop;
  private final Map<Long, FenceHandle> handles = new ConcurrentHashMap<>();
  private volatile Incarnation unfencing = Incarnation.UNKNOWN;
  private volatile SortedMap<NodeName, CoreEffect.Watched> watched = new TreeMap<>();
  private volatile Devices devices =
      new Devices(new TreeMap<>(), new TreeMap<>(), Optional.empty());

  /** Built devices, why others could not be, and the definitions that all are from. */
  private record Devices(
      Map<DeviceId, FenceDevice> built,
      Map<DeviceId, String> broken,
      Optional<Definitions> definitions) {
    /** How long one attempt may last. */
    Duration timeout() {
      return definitions
          .flatMap(d -> d.clusterOption(OptionNames.Cluster.FENCE_TIMEOUT))
          .flatMap(Durations::read)
          .orElse(DEFAULT_TIMEOUT);
    }

    /** Devices of a node that cannot be used at all. */
    List<NodeCheck.DeviceCheck> unusable(NodeName node) {
      List<NodeCheck.DeviceCheck> found = new ArrayList<>();
      List<List<DeviceId>> levels =
          definitions.map(d -> FenceTopology.levels(d, node)).orElse(List.of());
      for (int i = 0; i < levels.size(); i++) {
        for (DeviceId id : levels.get(i)) {
          String why = broken.get(id);
          if (why != null) {
            FenceResult result = FenceResult.failed(Cause.BAD_CONFIGURATION, why);
            found.add(new NodeCheck.DeviceCheck(i + 1, id, result, Duration.ZERO));
          }
        }
      }
      return found;
    }

    List<List<FenceDevice>> levels(NodeName node) {
      List<List<FenceDevice>> levels = new ArrayList<>();
      definitions.ifPresent(d ->
          FenceTopology.levels(d, node)
              .forEach(ids -> {
                // A level with a device that cannot be used can never be complete.
                if (built.keySet().containsAll(ids)) {
                  levels.add(ids.stream().map(built::get).toList());
                }
              }));
      return levels;
    }
  }

  /**
   * @param directory that relative file names in device definitions start from
   * @param first the life with which this daemon began
   */
  FenceEdge(Path directory, NodeName self, Incarnation first, Consumer<CoreEvent> loop) {
    this.directory = directory;
    this.self = self;
    this.first = first;
    this.loop = loop;
  }

  /**
   * Goes through one fencing of a simulated BMC in this process: the first handshake of a cold JVM
   * takes seconds on a busy machine, and it is wanted when the machine is busy.
   */
  static void warmUp() {
    Thread.ofVirtual()
        .name("warm-up")
        .start(() -> LOG.debug("warmed up: {}", Ipmi.warmUp(Duration.ofSeconds(30))));
  }

  /** Which watchdogs of other nodes can be counted on from now on. */
  void know(CoreEffect.WatchdogsKnown known) {
    watched = known.nodes();
  }

  private Optional<Duration> resetWithin(Target target) {
    return Optional.ofNullable(watched.get(target.node()))
        .filter(w ->
            target.incarnation().equals(Incarnation.UNKNOWN)
                || target.incarnation().equals(w.incarnation()))
        .map(CoreEffect.Watched::resetWithin);
  }

  /** Builds the devices anew. */
  void use(Definitions definitions) {
    DeviceFactories factories =
        DeviceFactories.load(
            new WatchdogDeviceFactory(this::resetWithin, definitions.cluster().lease()),
            new DiskDeviceFactory(self, first, definitions.cluster().lease()));
    Map<DeviceId, FenceDevice> built = new TreeMap<>();
    Map<DeviceId, String> broken = new TreeMap<>();
    definitions
        .fenceDevices()
        .forEach((id, definition) -> {
          switch (factories.build(definition, directory)) {
            case DeviceBuild.Built b -> {
              b.warnings().forEach(LOG::warn);
              built.put(id, b.device());
            }
            case DeviceBuild.Rejected r -> {
              r.problems().forEach(LOG::error);
              broken.put(id, String.join("; ", r.problems()));
            }
          }
        });
    devices = new Devices(built, broken, Optional.of(definitions));
    unfencing = Incarnation.UNKNOWN;
  }

  void fence(CoreEffect.Fence order) {
    Devices present = devices;
    List<List<FenceDevice>> levels = present.levels(order.node());
    if (levels.isEmpty()) {
      post(
          order.request(),
          new Failed(
              "",
              "no usable fence device is defined for "
                  + order.node()
                  + "; define one, or confirm by hand: hactl fence confirm "
                  + order.node()
                  + " --reason \"...\""));
      return;
    }
    FenceRequest request =
        new FenceRequest(
            order.node(),
            order.incarnation(),
            order.mode(),
            levels,
            order.delay(),
            present.timeout().plus(order.delay()),
            order.reason());
    Progress progress = new Progress(order.request());
    handles.put(order.request(), fencer.fence(request, progress));
    if (progress.over) {
      handles.remove(order.request());
    }
  }

  /** This node is a member, as that life: lets itself in where devices wait for that. */
  void joined(Incarnation life) {
    if (!life.equals(unfencing)) {
      unfencing = life;
      Thread.ofVirtual().name("unfence").start(() -> unfence(life));
    }
  }

  private void unfence(Incarnation life) {
    try {
      while (life.equals(unfencing) && !unfenced(life)) {
        Thread.sleep(UNFENCE_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean unfenced(Incarnation life) {
    Devices present = devices;
    List<DeviceId> ids =
        present.definitions().map(d -> FenceTopology.unfencing(d, self)).orElse(List.of());
    for (DeviceId id : ids) {
      FenceDevice device = present.built().get(id);
      FenceResult result =
          device == null
              ? FenceResult.failed(Cause.BAD_CONFIGURATION, "it cannot be used")
              : device.on(new Target(self, life), Deadline.after(device.timeout()));
      if (result.cause() != Cause.ON_CONFIRMED) {
        LOG.warn("nothing starts here before {} lets this node in: {}", id, result);
        return false;
      }
    }
    if (!ids.isEmpty()) {
      LOG.info("let in by {}", ids);
      loop.accept(
          new CoreEvent.AttributeSet(Unfenced.ATTRIBUTE, Optional.of(Unfenced.write(life))));
    }
    return true;
  }

  /** Asks all devices of a node whether they would fence it; empty if it has none. Blocks. */
  Optional<NodeCheck> check(NodeName node) {
    Devices present = devices;
    List<List<FenceDevice>> levels = present.levels(node);
    List<NodeCheck.DeviceCheck> all = new ArrayList<>(present.unusable(node));
    if (!levels.isEmpty()) {
      all.addAll(fencer.check(node, levels, Deadline.after(CHECK_TIMEOUT)).devices());
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(new NodeCheck(node, all));
  }

  void cancel(CoreEffect.CancelFence order) {
    FenceHandle handle = handles.get(order.request());
    if (handle != null && handle.cancel()) {
      LOG.info("fencing called off: {}", order.reason());
    }
  }

  void breakOff(CoreEffect.BreakOffFence order) {
    FenceHandle handle = handles.get(order.request());
    if (handle != null) {
      handle.breakOff(order.why());
    }
  }

  private void post(long request, ControllerEvent.FenceProgress progress) {
    loop.accept(new CoreEvent.FenceProgressed(request, progress));
  }

  @Override
  public void close() {
    unfencing = Incarnation.UNKNOWN;
    fencer.close();
  }

  /** Passes the fencer's news on. */
  private final class Progress implements FenceProgress {
    private final long request;
    private volatile boolean confirmed;
    private volatile boolean over;

    Progress(long request) {
      this.request = request;
    }

    @Override
    public void offConfirmed(FenceOutcome soFar) {
      confirmed = true;
      post(request, new OffConfirmed(names(soFar), soFar.summary()));
    }

    @Override
    public void finished(FenceOutcome outcome) {
      over = true;
      handles.remove(request);
      if (!confirmed) {
        post(request, new Failed(names(outcome), outcome.summary()));
        return;
      }
      boolean on = outcome.on() != FenceOutcome.OnPhase.FAILED;
      post(request, new OnEnded(on, outcome.summary()));
    }

    private static String names(FenceOutcome outcome) {
      return outcome.confirmedBy().stream().map(DeviceId::value).collect(Collectors.joining(", "));
    }
  }
}
