package ha.agents.ip;

import ha.agents.AgentCall;
import ha.agents.AgentDescription;
import ha.agents.AgentResult;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.TimedOut;
import ha.agents.ResourceAgent;
import ha.agents.command.MonoClock;
import ha.agents.command.Pause;
import ha.agents.ip.IpTool.Answer;
import ha.model.ResourceId;
import ha.model.Term;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an address, tells the neighbours, gives it back. */
final class IpAgent implements ResourceAgent {
  private static final Logger LOG = LoggerFactory.getLogger(IpAgent.class);

  private final DuplicateProbe probe;
  private final Announcer announcer = new Announcer();

  /** In which term each address was announced last: after a merge neighbours may know better. */
  private final Map<ResourceId, Term> announced = new ConcurrentHashMap<>();

  IpAgent(MonoClock clock) {
    this.probe = new DuplicateProbe(clock);
  }

  @Override
  public AgentDescription describe() {
    return IpParameters.METADATA;
  }

  /** What is done once the parameters are good and it is known who has the address. */
  @FunctionalInterface
  private interface Body {
    AgentResult run(IpParameters parameters, IpTool ip, List<IpLink> holders)
        throws InterruptedException;
  }

  private static AgentResult with(AgentCall call, Body body) throws InterruptedException {
    IpParameters parameters;
    try {
      parameters = IpParameters.of(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
    IpTool ip = new IpTool(call);
    return switch (ip.holders(parameters.address())) {
      case Answer.None<List<IpLink>> none -> none.why();
      case Answer.Known<List<IpLink>> known -> body.run(parameters, ip, known.value());
    };
  }

  @Override
  public AgentResult start(AgentCall call) throws InterruptedException {
    return with(
        call,
        (p, ip, holders) -> {
          if (holders.isEmpty()) {
            return take(call, p, ip);
          }
          AgentResult seen = judge(p, holders);
          return seen instanceof Ok ? finish(call, p, ip, holders.getFirst()) : seen;
        });
  }

  private AgentResult take(AgentCall call, IpParameters p, IpTool ip) throws InterruptedException {
    return switch (IpPlace.of(p, ip)) {
      case Answer.None<IpPlace> none -> none.why();
      case Answer.Known<IpPlace> known -> {
        IpPlace place = known.value();
        Optional<AgentResult> refusal = refusal(call, p, place.link());
        if (refusal.isPresent()) {
          yield refusal.get();
        }
        keepNeighboursOf(place.link());
        AgentResult added = ip.change(place.addition(p));
        yield added instanceof Ok ? finish(call, p, ip, place.link()) : added;
      }
    };
  }

  /** Else the kernel drops all addresses of a network together with the one that came first. */
  private static void keepNeighboursOf(IpLink link) {
    Path setting = Path.of("/proc/sys/net/ipv4/conf", link.called(), "promote_secondaries");
    try {
      if (!Files.readString(setting).strip().equals("1")) {
        Files.writeString(setting, "1");
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be set: {}", setting, e.toString());
    }
  }

  private Optional<AgentResult> refusal(AgentCall call, IpParameters p, IpLink link)
      throws InterruptedException {
    Optional<String> broken = broken(p, link);
    if (broken.isPresent()) {
      return Optional.of(AgentResult.failed(broken.get()));
    }
    Optional<byte[]> hardware = link.hardware();
    if (!(p.address() instanceof Inet4Address address)
        || hardware.isEmpty()
        || !p.duplicateCheck().isPositive()) {
      return Optional.empty();
    }
    if (p.duplicateCheck().compareTo(call.remaining()) > 0) {
      return Optional.of(new TimedOut("no time left to ask whether somebody has the address"));
    }
    try {
      return probe
          .holder(address, hardware.get(), link.number(), p.duplicateCheck())
          .map(holder -> AgentResult.failed(heldElsewhere(p) + ": " + holder));
    } catch (IOException e) {
      return Optional.of(
          AgentResult.failed("nobody can be asked for the address: " + e.getMessage()));
    }
  }

  private static String heldElsewhere(IpParameters p) {
    return "another machine has " + p.address().getHostAddress();
  }

  private static Optional<String> broken(IpParameters p, IpLink link) {
    if (!link.isUp()) {
      return Optional.of("interface " + link.called() + " is down");
    }
    return p.carrier() && !link.hasCarrier()
        ? Optional.of("interface " + link.called() + " has no carrier")
        : Optional.empty();
  }

  /** The address is there: waits until it can be used, sets the routes, tells everybody. */
  private AgentResult finish(AgentCall call, IpParameters p, IpTool ip, IpLink link)
      throws InterruptedException {
    AgentResult usable = awaitUsable(call, p, ip, link);
    if (!(usable instanceof Ok)) {
      return usable;
    }
    for (IpRoute route : p.routes()) {
      List<String> words =
          new ArrayList<>(List.of(IpParameters.family(p.address()), "route", "replace"));
      words.addAll(route.words(p.address().getHostAddress(), link.called()));
      AgentResult set = ip.change(words);
      if (!(set instanceof Ok)) {
        return set;
      }
    }
    return announce(call, p, ip, link.called())
        .<AgentResult>map(problem -> AgentResult.failed("it cannot be announced: " + problem))
        .orElse(AgentResult.OK);
  }

  /** Until the kernel has made sure that no other machine has it (RFC 4862, section 5.4). */
  private static AgentResult awaitUsable(AgentCall call, IpParameters p, IpTool ip, IpLink link)
      throws InterruptedException {
    Pause pause = new Pause();
    while (true) {
      switch (ip.holders(p.address())) {
        case Answer.None<List<IpLink>> none -> {
          return none.why();
        }
        case Answer.Known<List<IpLink>> known -> {
          Optional<IpLink.Held> held = known.value().stream().findFirst().flatMap(IpLink::first);
          if (held.isEmpty()) {
            return AgentResult.failed("the address vanished from interface " + link.called());
          }
          if (held.get().isDuplicate()) {
            ip.change(removal(p, known.value().getFirst()));
            return AgentResult.failed(heldElsewhere(p) + ", the kernel found");
          }
          if (!held.get().isTentative()) {
            return AgentResult.OK;
          }
          if (!call.remaining().isPositive()) {
            return new TimedOut("the kernel still looks for others that have the address");
          }
        }
      }
      pause.rest(call.remaining());
    }
  }

  /** Tells the neighbours; empty, or why that is not possible. */
  private Optional<String> announce(AgentCall call, IpParameters p, IpTool ip, String name)
      throws InterruptedException {
    announced.put(call.resource(), call.term());
    if (p.announcements() == 0) {
      return Optional.empty();
    }
    return switch (ip.link(name)) {
      case Answer.None<Optional<IpLink>> none -> Optional.of(none.why().reason());
      case Answer.Known<Optional<IpLink>> known ->
          known.value().isEmpty()
              ? Optional.of("interface " + name + " is gone")
              : announce(p, known.value().get());
    };
  }

  private Optional<String> announce(IpParameters p, IpLink link) {
    Optional<byte[]> hardware = link.hardware();
    if (hardware.isEmpty()) {
      return Optional.empty();
    }
    try {
      announcer.announce(
          new Announcement(p.address(), hardware.get()), link.number(), p.announcements());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean provesStopped() {
    return true;
  }

  @Override
  public AgentResult monitor(AgentCall call) throws InterruptedException {
    return with(
        call,
        (p, ip, holders) -> {
          if (holders.isEmpty()) {
            return AgentResult.NOT_RUNNING;
          }
          AgentResult seen = judge(p, holders);
          if (seen instanceof Ok && !call.term().equals(announced.get(call.resource()))) {
            announce(call, p, ip, holders.getFirst().called())
                .ifPresent(problem ->
                    LOG.warn(
                        "Address {} cannot be announced: {}",
                        p.address().getHostAddress(),
                        problem));
          }
          return seen;
        });
  }

  /** How good it is as it stands; {@code holders} is not empty. */
  private static AgentResult judge(IpParameters p, List<IpLink> holders) {
    List<String> names = holders.stream().map(IpLink::called).toList();
    String text = p.address().getHostAddress();
    if (holders.size() > 1) {
      return AgentResult.failed(text + " is on several interfaces: " + String.join(", ", names));
    }
    IpLink link = holders.getFirst();
    if (p.link().filter(wanted -> !wanted.equals(link.called())).isPresent()) {
      return AgentResult.failed(
          text + " is on interface " + link.called() + ", not on " + p.link().orElse(""));
    }
    if (link.first().filter(IpLink.Held::isDuplicate).isPresent()) {
      return AgentResult.failed(heldElsewhere(p) + ", the kernel found");
    }
    return broken(p, link).<AgentResult>map(AgentResult::failed).orElse(AgentResult.OK);
  }

  @Override
  public AgentResult stop(AgentCall call) throws InterruptedException {
    announced.remove(call.resource());
    return with(
        call,
        (p, ip, holders) -> {
          announcer.end(p.address());
          if (holders.isEmpty()) {
            return AgentResult.OK;
          }
          for (IpLink link : holders) {
            for (IpRoute route : p.routes()) {
              List<String> words =
                  new ArrayList<>(List.of(IpParameters.family(p.address()), "route", "del"));
              words.addAll(route.words(p.address().getHostAddress(), link.called()));
              // One that is gone already is as good as removed; the address is what counts.
              ip.change(words);
            }
            AgentResult removed = ip.change(removal(p, link));
            if (!(removed instanceof Ok)) {
              return removed;
            }
          }
          return switch (monitor(call)) {
            case NotRunning gone -> AgentResult.OK;
            case AgentResult other -> other instanceof Ok ? stillThere(p) : other;
          };
        });
  }

  private static AgentResult stillThere(IpParameters p) {
    return AgentResult.failed(p.address().getHostAddress() + " is still there");
  }

  private static List<String> removal(IpParameters p, IpLink link) {
    int length = link.first().map(IpLink.Held::length).orElse(0);
    return List.of(
        IpParameters.family(p.address()),
        "address",
        "del",
        p.address().getHostAddress() + "/" + length,
        "dev",
        link.called());
  }

  @Override
  public AgentResult validate(AgentCall call) throws InterruptedException {
    IpParameters parameters;
    try {
      parameters = IpParameters.of(call);
    } catch (IllegalArgumentException e) {
      return AgentResult.invalid(String.valueOf(e.getMessage()));
    }
    return switch (IpPlace.of(parameters, new IpTool(call))) {
      case Answer.None<IpPlace> none -> none.why();
      case Answer.Known<IpPlace> known -> AgentResult.OK;
    };
  }
}
