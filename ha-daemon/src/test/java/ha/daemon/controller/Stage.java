package ha.daemon.controller;

import ha.daemon.controller.ControllerEffect.Append;
import ha.daemon.controller.ControllerEffect.RunAgent;
import ha.daemon.controller.ControllerEffect.Send;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.ledger.ClusterRecord;
import ha.model.ledger.LedgerEntry;
import ha.model.ledger.Position;
import ha.model.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One controller, driven by hand, with a plan that the test writes. */
final class Stage {
  final List<ControllerEffect> all = new ArrayList<>();
  final NodeName self;
  Plan plan = Plan.EMPTY;
  int decisions;
  boolean mayAct = true;
  boolean commits = true;
  private final Controller controller;
  private MonoTime mono = new MonoTime(1_000_000_000L);
  private Instant wall = Samples.EPOCH;
  private Term term = Term.NONE;
  private long index;

  Stage(NodeName self, String yaml) {
    this(self, yaml, null);
  }

  /** With {@code decider}, or with the test's own {@link #plan} if there is none. */
  Stage(NodeName self, String yaml, @Nullable Decider decider) {
    this.self = self;
    this.controller =
        new Controller(
            self,
            new Incarnation(1),
            ClusterRecord.EMPTY,
            (definitions, snapshot, at) -> {
              decisions++;
              return decider == null ? plan : decider.decide(definitions, snapshot, at);
            },
            Samples::read,
            now());
    commit(new LedgerEntry.DefinitionsApplied(wall, yaml, "test", ""));
  }

  Now now() {
    return new Now(mono, wall, mayAct);
  }

  Controller controller() {
    return controller;
  }

  Term term() {
    return term;
  }

  /** Takes an event; appends are committed at once unless the test holds them back. */
  List<ControllerEffect> step(ControllerEvent event) {
    List<ControllerEffect> effects = new ArrayList<>(controller.step(event, now()));
    all.addAll(effects);
    for (ControllerEffect effect : List.copyOf(effects)) {
      if (effect instanceof Append append && commits) {
        effects.addAll(committed(append));
      }
    }
    return effects;
  }

  List<ControllerEffect> committed(Append append) {
    List<ControllerEffect> effects = new ArrayList<>();
    append.entries().forEach(entry -> effects.addAll(commit(entry)));
    effects.addAll(step(new ControllerEvent.AppendEnded(append.token(), true, "")));
    return effects;
  }

  List<ControllerEffect> commit(LedgerEntry entry) {
    return step(new ControllerEvent.Committed(new Position(term, ++index), entry));
  }

  /** This node leads a new term of these, which have nothing to report. */
  List<ControllerEffect> lead(NodeName... members) {
    term = term.next();
    TreeMap<NodeName, ControllerEvent.Member> all = new TreeMap<>();
    TreeMap<NodeName, Incarnation> lives = new TreeMap<>();
    Stream.of(members)
        .forEach(m -> {
          String report = m.equals(self) ? Reports.write(controller.report()) : "";
          all.put(m, new ControllerEvent.Member(new Incarnation(1), report));
          lives.put(m, new Incarnation(1));
        });
    commit(new LedgerEntry.TermBegan(wall, term, self, lives));
    return step(new ControllerEvent.Leading(term, all));
  }

  List<ControllerEffect> follow(NodeName leader) {
    term = term.next();
    return step(new ControllerEvent.Following(term, leader));
  }

  List<ControllerEffect> hear(NodeName from, ControllerMessage message) {
    return step(new ControllerEvent.Received(from, message));
  }

  /** The clocks go on; the controller hears of it. */
  List<ControllerEffect> pass(Duration time) {
    mono = mono.plus(time);
    wall = wall.plus(time);
    return step(new ControllerEvent.Tick());
  }

  static <T extends ControllerEffect> List<T> of(Class<T> type, List<ControllerEffect> effects) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  static List<RunAgent> runs(List<ControllerEffect> effects) {
    return of(RunAgent.class, effects);
  }

  /** Orders that go out to other nodes. */
  static List<ControllerMessage.RunOperation> orders(List<ControllerEffect> effects) {
    return messages(ControllerMessage.RunOperation.class, effects);
  }

  static <T extends ControllerMessage> List<T> messages(
      Class<T> type, List<ControllerEffect> effects) {
    return of(Send.class, effects).stream()
        .map(Send::message)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  static List<LedgerEntry> entries(List<ControllerEffect> effects) {
    return of(Append.class, effects).stream().flatMap(a -> a.entries().stream()).toList();
  }
}
