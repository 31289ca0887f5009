package ha.cli;

import ha.api.ApiClient;
import ha.api.ApiError;
import ha.api.ClusterStatus;
import ha.api.Endpoint;
import ha.api.Endpoints;
import ha.api.Queries;
import ha.api.Reply;
import ha.model.NodeName;
import java.time.Duration;

/** A conversation with the daemon. */
public final class Session {
  private final ApiClient client;

  /** Talks to the daemon that {@code context} names. */
  public Session(Context context) {
    this.client = new ApiClient(context.socket(), context.patience());
  }

  /**
   * Asks.
   *
   * @throws CommandFailure if it was not done
   */
  public <Q extends Record, A> A ask(Endpoint<Q, A> endpoint, Q request) {
    return switch (client.call(endpoint, request)) {
      case Reply.Done<A>(A answer) -> answer;
      case Reply.Failed<A>(ApiError error) -> throw new CommandFailure(error);
    };
  }

  /** Asks, with {@code grace} more time than usual, and leaves failures to the caller. */
  public <Q extends Record, A> Reply<A> attempt(
      Endpoint<Q, A> endpoint, Q request, Duration grace) {
    return client.call(endpoint, request, grace);
  }

  /** The node whose daemon is talked to: this machine. */
  public NodeName here() {
    return ask(Endpoints.HERE, new Queries.All()).node();
  }

  /** The cluster at this moment. */
  public ClusterStatus status() {
    return ask(Endpoints.STATUS, new Queries.All());
  }
}
