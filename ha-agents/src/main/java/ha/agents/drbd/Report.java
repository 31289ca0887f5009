package ha.agents.drbd;

import ha.agents.AgentCall;
import java.util.Optional;

/**
 * What the cluster is told of a replica: how suitable it is for promotion, its state in words
 * ({@code drbd-NAME}), and whether it holds what all others hold ({@code replica-NAME}).
 */
record Report(AgentCall call, Drbd drbd, Peers peers) {
  private static final String STATE = "drbd-";
  private static final String REPLICA = "replica-";

  void publish(DrbdState state) throws InterruptedException {
    if (state.isConnected() || peers.areKnown()) {
      call.attributes().promotionScore(call.resource(), Suitability.of(state, peers));
    }
    String generation = drbd.generation().orElse("");
    String words = state.words() + (generation.isEmpty() ? "" : " generation=" + generation);
    call.attributes().set(STATE + call.resource().base(), Optional.of(words));
    String current = generation.isEmpty() ? "" : " " + generation.substring(0, 16);
    call.attributes()
        .set(
            REPLICA + call.resource().base(),
            Optional.of(state.isInSync() ? "current" + current : "behind"));
  }

  /** Nothing is configured here. */
  static void gone(AgentCall call) {
    call.attributes().promotionScore(call.resource(), Optional.empty());
    call.attributes().set(STATE + call.resource().base(), Optional.empty());
    call.attributes().set(REPLICA + call.resource().base(), Optional.empty());
  }
}
