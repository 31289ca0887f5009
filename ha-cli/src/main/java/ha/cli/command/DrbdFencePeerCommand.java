package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.Endpoints;
import ha.api.FencePeerAnswer;
import ha.api.FencePeerAnswer.Word;
import ha.api.FencePeerRequest;
import ha.api.Reply;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.Session;
import ha.model.NodeName;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code hactl drbd fence-peer}: what DRBD's handler asks, for people, and for machines on which
 * the handler finds no smaller client. Asked while the device holds its writes back. Says {@code
 * outdated} when the peer's replica cannot be promoted any more, {@code off} when its node is off;
 * anything else is a failure, and the writes go on waiting.
 */
@Command(
    name = "fence-peer",
    description = "For DRBD's fence-peer handler: waits until the peer can do no harm.")
final class DrbdFencePeerCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Context context;

  @Parameters(paramLabel = "DEVICE", description = "DRBD's name of the resource, such as r0.")
  private String device = "";

  @Option(
      names = "--peer",
      required = true,
      paramLabel = "NODE",
      converter = Converters.OfNode.class,
      description = "The node that was lost.")
  private NodeName peer = new NodeName("none");

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Converters.OfDuration.class,
      description = "How long to try (default: 5min).")
  private Duration timeout = Duration.ofMinutes(5);

  DrbdFencePeerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Session session = new Session(context);
    long end = System.nanoTime() + timeout.toNanos();
    Optional<Long> epoch = Optional.empty();
    String last;
    do {
      boolean declared = epoch.isPresent();
      switch (session.attempt(
          Endpoints.FENCE_PEER, new FencePeerRequest(device, peer, epoch), PATIENCE)) {
        case Reply.Done<FencePeerAnswer>(FencePeerAnswer answer)
            when answer.word() == Word.WAIT -> {
          epoch = Optional.of(answer.epoch());
          last = answer.text();
        }
        case Reply.Done<FencePeerAnswer>(FencePeerAnswer answer) -> {
          context.out().println(answer.word().name().toLowerCase(Locale.ROOT));
          return ExitCode.OK;
        }
        case Reply.Failed<FencePeerAnswer>(ApiError error) -> last = error.message();
      }
      if (declared || epoch.isEmpty()) {
        Thread.sleep(POLL);
      }
    } while (System.nanoTime() - end < 0);
    throw new CommandFailure(
        Kind.REFUSED,
        "the peer may still write: " + last,
        "hactl status; hactl fence confirm " + peer + " if it is certainly off");
  }
}
