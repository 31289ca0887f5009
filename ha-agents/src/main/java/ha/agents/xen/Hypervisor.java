package ha.agents.xen;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.Unknown;
import ha.agents.tool.ToolRun;
import ha.agents.tool.ToolRun.Answer;
import ha.model.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code xl} on this host, or on another one by ssh, for one call. */
final class Hypervisor {
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final Duration LEAST_CONNECT = Duration.ofSeconds(5);
  private static final Duration MOST_CONNECT = Duration.ofSeconds(60);

  /** A host that is busy with a migration of ten minutes may take a minute to answer. */
  private static final int CONNECT_SHARE = 10;

  /** What ssh ends with when it failed itself (ssh(1)). */
  private static final int SSH_FAILED = 255;

  private final AgentCall call;
  private final ToolRun tools;
  private final List<String> prefix;
  private final String where;
  private final Duration connect;
  private final List<String> steps = new ArrayList<>();

  private Hypervisor(AgentCall call, List<String> prefix, String where) {
    this.call = call;
    this.tools = new ToolRun(call);
    this.prefix = List.copyOf(prefix);
    this.where = where;
    this.connect = connectTimeout(call);
  }

  static Hypervisor here(AgentCall call) {
    return new Hypervisor(call, List.of(), "here");
  }

  /** ssh that asks for nothing: whoever waits for a password would wait until the deadline. */
  private static List<String> ssh(Duration connect) {
    return List.of("ssh", "-o", "BatchMode=yes", "-o", "ConnectTimeout=" + connect.toSeconds());
  }

  private static Duration connectTimeout(AgentCall call) {
    Duration share = call.timeout().dividedBy(CONNECT_SHARE);
    Duration enough = share.compareTo(LEAST_CONNECT) < 0 ? LEAST_CONNECT : share;
    return enough.compareTo(MOST_CONNECT) < 0 ? enough : MOST_CONNECT;
  }

  /**
   * Another host's.
   *
   * @param host a plain name or address: it is given to ssh as it is
   */
  static Hypervisor at(AgentCall call, String host) {
    List<String> prefix = new ArrayList<>(ssh(connectTimeout(call)));
    prefix.addAll(List.of("--", host));
    return new Hypervisor(call, prefix, "on " + host);
  }

  /** What was asked so far, and how long each took: {@code xl list -v on bob 5.0 s, ...}. */
  String steps() {
    return String.join(", ", steps);
  }

  private Answer ask(String... words) throws InterruptedException {
    MonoTime began = call.clock().now();
    Answer answer = tools.readWithin(LOOK.plus(connect), command(words));
    long millis = call.clock().now().since(began).toMillis();
    steps.add(
        "%s %s %d.%d s"
            .formatted(String.join(" ", words), where, millis / 1000, millis / 100 % 10));
    return answer;
  }

  private String words(Answer.Exited exited, String tool) {
    boolean byShell = !prefix.isEmpty() && exited.code() == SSH_FAILED;
    return exited.words(tool)
        + (byShell ? "; that is ssh: try, as root, " + String.join(" ", command("true")) : "");
  }

  /** What domains a host has. */
  sealed interface Seen {
    /** What stood against seeing them; success if nothing did. */
    AgentResult problem();

    /** All of them. */
    record Domains(List<Domain> all) implements Seen {
      @Override
      public AgentResult problem() {
        return AgentResult.OK;
      }
    }

    /** It cannot be told. */
    record Unclear(AgentResult problem) implements Seen {}
  }

  Seen look() throws InterruptedException {
    return switch (ask("xl", "list", "-v")) {
      case Answer.Lost lost when lost.result() instanceof Failed failed ->
          new Seen.Unclear(new Unknown(failed.reason()));
      case Answer.Lost lost -> new Seen.Unclear(lost.result());
      case Answer.Exited exited when !exited.ok() ->
          new Seen.Unclear(new Unknown(words(exited, "xl list " + where)));
      case Answer.Exited exited ->
          DomainList.read(exited.output())
              .<Seen>map(Seen.Domains::new)
              .orElseGet(() ->
                  new Seen.Unclear(
                      new Unknown(
                          "xl list "
                              + where
                              + " wrote no whole list"
                              + DomainList.strange(exited.output()))));
    };
  }

  /** {@code xl info}; empty if it cannot be had. */
  Map<String, String> info() throws InterruptedException {
    Map<String, String> info = new TreeMap<>();
    Answer answer = ask("xl", "info");
    if (answer instanceof Answer.Exited exited && exited.ok()) {
      for (String line : exited.output().lines().toList()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          info.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
      }
    }
    return info;
  }

  /** Whether a file or device is there; empty if that cannot be told. */
  Optional<Boolean> has(String path) throws InterruptedException {
    // The other side's ssh hands it to a shell.
    String word = prefix.isEmpty() ? path : "'" + path.replace("'", "'\\''") + "'";
    Answer answer = ask("test", "-e", word);
    return answer instanceof Answer.Exited exited && exited.code() <= 1
        ? Optional.of(exited.ok())
        : Optional.empty();
  }

  /** Changes something by {@code xl}; empty if it succeeded. */
  Optional<AgentResult> change(String... arguments) throws InterruptedException {
    List<String> words = command("xl");
    words.addAll(List.of(arguments));
    return problem("xl " + arguments[0] + " " + where, tools.change(words.toArray(String[]::new)));
  }

  /** Sends a domain to another host; empty if {@code xl} says that it has arrived. */
  Optional<AgentResult> migrate(int id, String host, MonoTime deadline)
      throws InterruptedException {
    List<String> words =
        List.of("xl", "migrate", "-s", String.join(" ", ssh(connect)), Integer.toString(id), host);
    return problem("xl migrate", tools.changeBy(deadline, words));
  }

  private static Optional<AgentResult> problem(String what, Answer answer) {
    return switch (answer) {
      case Answer.Lost lost -> Optional.of(lost.result());
      case Answer.Exited exited when exited.ok() -> Optional.empty();
      case Answer.Exited exited -> Optional.of(new Failed(Kind.GENERIC, exited.words(what)));
    };
  }

  private List<String> command(String... words) {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of(words));
    return all;
  }
}
