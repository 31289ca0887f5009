package ha.agents.health;

import ha.agents.ActiveMark;
import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentSettings;
import ha.agents.Operation;
import ha.agents.ParameterValues;
import ha.agents.ResourceAgent;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the disks, the load and the memory of its node; runs as a clone. */
final class HealthAgent implements ResourceAgent {
  private static final String DISK = "#health-disk";
  private static final String LOAD = "#health-load";
  private static final String MEMORY = "#health-memory";
  private static final List<String> ATTRIBUTES = List.of(DISK, LOAD, MEMORY);
  private static final Pattern STALLED = Pattern.compile("some avg10=[0-9.]+ avg60=([0-9.]+)");

  static final AgentMetadata METADATA =
      new AgentMetadata(
          "health",
          "1",
          "whether the node is short of disk, processors or memory",
          "Sets the attributes #health-disk, #health-load and #health-memory of the node to green,"
              + " yellow or red; what follows says the option node-health-strategy. To be run as a"
              + " clone.",
          List.of(
              Parameter.optional(
                      "disks",
                      AgentMetadata.Type.STRING,
                      Optional.of("/ /var"),
                      "directories whose file systems are looked at; local ones only")
                  .takenOverByReload(),
              Parameter.optional(
                      "disk-free",
                      AgentMetadata.Type.STRING,
                      Optional.of("10%/3%"),
                      "free space below which it is yellow, and red")
                  .takenOverByReload(),
              Parameter.optional(
                      "load",
                      AgentMetadata.Type.STRING,
                      Optional.of("4/16"),
                      "load of five minutes for each processor from which it is yellow, and red")
                  .takenOverByReload(),
              Parameter.optional(
                      "memory-pressure",
                      AgentMetadata.Type.STRING,
                      Optional.of("20%/60%"),
                      "share of a minute in which something waited for memory from which it is"
                          + " yellow, and red")
                  .takenOverByReload()),
          List.of(
              Action.of(Operation.START, Duration.ofSeconds(20)),
              Action.of(Operation.STOP, Duration.ofSeconds(20)),
              new Action(
                  Operation.MONITOR,
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(30),
                  Optional.empty()),
              Action.of(Operation.RELOAD, Duration.ofSeconds(20)),
              Action.of(Operation.VALIDATE, Duration.ofSeconds(10))),
          List.of());

  private final ActiveMark mark;
  private final Path proc;

  HealthAgent(AgentSettings settings, Path proc) {
    this.mark = new ActiveMark(settings, "health");
    this.proc = proc;
  }

  /** The parameters, read. */
  private record Wanted(
      List<Path> disks, Shade.Limits free, Shade.Limits load, Shade.Limits memory) {
    static Wanted of(AgentCall call) {
      ParameterValues values = ParameterValues.of(METADATA, call);
      List<String> disks = List.of(values.need("disks").strip().split("[,\\s]+"));
      if (!disks.stream().allMatch(d -> d.startsWith("/") && d.indexOf('\0') < 0)) {
        throw new IllegalArgumentException("parameter 'disks': expected absolute paths");
      }
      return new Wanted(
          disks.stream().map(Path::of).toList(),
          Shade.Limits.parse("disk-free", values.need("disk-free"), false),
          Shade.Limits.parse("load", values.need("load"), true),
          Shade.Limits.parse("memory-pressure", values.need("memory-pressure"), true));
    }
  }

  @Override
  public AgentDescription describe() {
    return METADATA;
  }

  @Override
  public AgentResult start(AgentCall call) {
    AgentResult looked = look(call);
    return looked instanceof Ok ? mark.set(call) : looked;
  }

  @Override
  public AgentResult stop(AgentCall call) {
    if (mark.isSet(call)) {
      ATTRIBUTES.forEach(name -> call.attributes().set(name, Optional.empty()));
    }
    return mark.clear(call);
  }

  @Override
  public AgentResult monitor(AgentCall call) {
    return mark.isSet(call) ? look(call) : AgentResult.NOT_RUNNING;
  }

  @Override
  public AgentResult reload(AgentCall call) {
    return monitor(call);
  }

  @Override
  public AgentResult validate(AgentCall call) {
    try {
      Wanted.of(call);
      return AgentResult.OK;
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
  }

  /** What this node cannot tell gets no attribute, rather than a good one. */
  private AgentResult look(AgentCall call) {
    Wanted wanted;
    try {
      wanted = Wanted.of(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
    SortedMap<String, Optional<Shade>> shades = new TreeMap<>();
    shades.put(DISK, disks(wanted));
    shades.put(LOAD, load(wanted));
    shades.put(MEMORY, memory(wanted));
    shades.forEach((name, shade) -> call.attributes().set(name, shade.map(Shade::word)));
    return AgentResult.OK;
  }

  private static Optional<Shade> disks(Wanted wanted) {
    Optional<Shade> worst = Optional.empty();
    for (Path disk : wanted.disks()) {
      try {
        FileStore store = Files.getFileStore(disk);
        double share = 100.0 * store.getUsableSpace() / Math.max(1, store.getTotalSpace());
        Shade shade = Shade.below(share, wanted.free());
        worst = worst.filter(w -> w.compareTo(shade) >= 0).or(() -> Optional.of(shade));
      } catch (IOException e) {
        return Optional.of(Shade.RED);
      }
    }
    return worst;
  }

  private Optional<Shade> load(Wanted wanted) {
    try {
      String[] figures = Files.readString(proc.resolve("loadavg")).split(" ", -1);
      int processors = Runtime.getRuntime().availableProcessors();
      return Optional.of(Shade.above(Double.parseDouble(figures[1]) / processors, wanted.load()));
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Optional<Shade> memory(Wanted wanted) {
    try {
      Matcher some = STALLED.matcher(Files.readString(proc.resolve("pressure/memory")));
      return some.find()
          ? Optional.of(Shade.above(Double.parseDouble(some.group(1)), wanted.memory()))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
