package ha.agents.ip;

import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.ip.IpTool.Answer;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an address goes: the interface, and how much of the address is its network. */
record IpPlace(IpLink link, int prefix) {
  /** As the parameters say, or as the networks say that the interfaces are in. */
  static Answer<IpPlace> of(IpParameters p, IpTool ip) throws InterruptedException {
    if (p.link().isPresent() && p.prefix().isPresent()) {
      return on(ip, p.link().get(), p.prefix().get());
    }
    return switch (ip.network(p.address())) {
      case Answer.None<Optional<IpTool.Route>> none -> new Answer.None<>(none.why());
      case Answer.Known<Optional<IpTool.Route>> known -> guessed(p, ip, known.value());
    };
  }

  private static Answer<IpPlace> guessed(IpParameters p, IpTool ip, Optional<IpTool.Route> network)
      throws InterruptedException {
    int whole = p.address() instanceof Inet4Address ? 32 : 128;
    Optional<Integer> ofNetwork =
        network
            .filter(n -> p.link().isEmpty() || p.link().get().equals(n.device()))
            .flatMap(IpTool.Route::length);
    Optional<String> name = p.link().or(() -> network.map(IpTool.Route::device));
    if (name.isEmpty()) {
      return new Answer.None<>(
          new Failed(
              Kind.INVALID_PARAMETER,
              "no interface of this node is in the network of "
                  + p.address().getHostAddress()
                  + "; give the parameter 'interface'"));
    }
    return on(ip, name.get(), p.prefix().or(() -> ofNetwork).orElse(whole));
  }

  private static Answer<IpPlace> on(IpTool ip, String name, int prefix)
      throws InterruptedException {
    return switch (ip.link(name)) {
      case Answer.None<Optional<IpLink>> none -> new Answer.None<>(none.why());
      case Answer.Known<Optional<IpLink>> known ->
          known
              .value()
              .<Answer<IpPlace>>map(link -> new Answer.Known<>(new IpPlace(link, prefix)))
              .orElseGet(() ->
                  new Answer.None<>(
                      new Failed(
                          Kind.INVALID_PARAMETER, "this node has no interface '" + name + "'")));
    };
  }

  /** The words of ip(8) that add the address. */
  List<String> addition(IpParameters p) {
    List<String> words =
        new ArrayList<>(
            List.of(
                IpParameters.family(p.address()),
                "address",
                "add",
                p.address().getHostAddress() + "/" + prefix,
                "dev",
                link.called()));
    if (p.address() instanceof Inet4Address) {
      if (prefix < 31) {
        words.addAll(List.of("broadcast", "+"));
      }
      p.label().ifPresent(label -> words.addAll(List.of("label", label)));
    } else if (!p.duplicateCheck().isPositive()) {
      words.add("nodad");
    }
    return words;
  }
}
