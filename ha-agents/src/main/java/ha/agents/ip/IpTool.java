package ha.agents.ip;

import com.fasterxml.jackson.annotation.JsonProperty;
import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Unknown;
import ha.agents.Tools;
import ha.agents.command.Command;
import ha.agents.command.CommandOutcome;
import ha.model.json.Json;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Speaks ip(8) for one call, and reads what it answers. */
record IpTool(AgentCall call) {
  /** A route as {@code ip -json} shows it. */
  record Route(
      @JsonProperty("dst") @Nullable String destination,
      @JsonProperty("gateway") @Nullable String gateway,
      @JsonProperty("dev") @Nullable String link) {
    /** Whether its network is attached to the interface. */
    boolean attached() {
      return gateway == null && link != null && length().isPresent();
    }

    String device() {
      return link == null ? "" : link;
    }

    Optional<Integer> length() {
      int slash = destination == null ? -1 : destination.indexOf('/');
      return destination == null || slash < 0
          ? Optional.empty()
          : Optional.of(Integer.parseInt(destination.substring(slash + 1)));
    }
  }

  /** An answer, or why there is none. */
  sealed interface Answer<T> {
    record Known<T>(T value) implements Answer<T> {}

    record None<T>(AgentResult why) implements Answer<T> {}
  }

  /** Interfaces that have the address now. */
  Answer<List<IpLink>> holders(InetAddress address) throws InterruptedException {
    Answer<List<IpLink>> all =
        ask(
            IpLink.class,
            IpParameters.family(address),
            "address",
            "show",
            "to",
            IpParameters.alone(address));
    return switch (all) {
      case Answer.None<List<IpLink>> none -> none;
      case Answer.Known<List<IpLink>> known ->
          new Answer.Known<>(known.value().stream().filter(l -> l.first().isPresent()).toList());
    };
  }

  /** The interface of that name; empty if there is none. */
  Answer<Optional<IpLink>> link(String name) throws InterruptedException {
    Command command = command("-json", "link", "show", "dev", name);
    CommandOutcome outcome = call.run(command);
    if (outcome instanceof CommandOutcome.Exited exited
        && exited.code() == 1
        && exited.output().contains("does not exist")) {
      return new Answer.Known<>(Optional.empty());
    }
    return switch (read(IpLink.class, command, outcome)) {
      case Answer.None<List<IpLink>> none -> new Answer.None<>(none.why());
      case Answer.Known<List<IpLink>> known ->
          new Answer.Known<>(
              known.value().stream().filter(l -> l.called().equals(plain(name))).findFirst());
    };
  }

  private static String plain(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  /** The narrowest network with the address that an interface is in. */
  Answer<Optional<Route>> network(InetAddress address) throws InterruptedException {
    Answer<List<Route>> all =
        ask(
            Route.class,
            IpParameters.family(address),
            "route",
            "show",
            "match",
            address.getHostAddress());
    return switch (all) {
      case Answer.None<List<Route>> none -> new Answer.None<>(none.why());
      case Answer.Known<List<Route>> known ->
          new Answer.Known<>(
              known.value().stream()
                  .filter(Route::attached)
                  .max(java.util.Comparator.comparing(r -> r.length().orElse(0))));
    };
  }

  /** Changes something. */
  AgentResult change(List<String> words) throws InterruptedException {
    Command command = command(words.toArray(String[]::new));
    return Tools.result(call, command, call.run(command));
  }

  private <T> Answer<List<T>> ask(Class<T> type, String... words) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("-json"));
    all.addAll(List.of(words));
    Command command = command(all.toArray(String[]::new));
    return read(type, command, call.run(command));
  }

  private <T> Answer<List<T>> read(Class<T> type, Command command, CommandOutcome outcome) {
    if (!(outcome instanceof CommandOutcome.Exited exited) || exited.code() != 0) {
      return new Answer.None<>(Tools.unfinished(call, command, outcome));
    }
    try {
      String text = exited.output().isBlank() ? "[]" : exited.output();
      return new Answer.Known<>(Json.readList(text.getBytes(StandardCharsets.UTF_8), type));
    } catch (IllegalArgumentException e) {
      return new Answer.None<>(new Unknown("ip(8) wrote what is " + e.getMessage()));
    }
  }

  private static Command command(String... words) {
    return Tools.command(Tools.find("ip").map(Object::toString).orElse("/usr/sbin/ip"), words);
  }
}
