package ha.agents.drbd;

import ha.agents.AgentCall;
import ha.agents.ClusterView.Facts;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the cluster is told of a replica: how suitable it is for promotion, its state in words
 * ({@code drbd-NAME}), and, where it was declared to be behind, that it has caught up with what
 * that declaration was about ({@code replica-NAME} holds its epoch).
 *
 * @param facts as they were before the state was looked at
 */
record Report(AgentCall call, Drbd drbd, Facts facts) {
  private static final String STATE = "drbd-";
  private static final String CAUGHT_UP = "replica-";

  void publish(DrbdState state) throws InterruptedException {
    Peers peers = new Peers(facts.nodes(), call.node());
    if (state.isConnected() || peers.areKnown()) {
      call.attributes().promotionScore(call.resource(), Suitability.of(state, peers));
    }
    String generation = drbd.generation().map(g -> " generation=" + g).orElse("");
    String base = call.resource().base();
    call.attributes().set(STATE + base, Optional.of(state.words() + generation));
    OptionalLong declared = facts.behind(base);
    if (declared.isPresent() && state.isInSync()) {
      call.attributes().set(CAUGHT_UP + base, Optional.of(Long.toString(declared.getAsLong())));
    }
  }

  /** Nothing is configured here. */
  static void gone(AgentCall call) {
    call.attributes().promotionScore(call.resource(), Optional.empty());
    call.attributes().set(STATE + call.resource().base(), Optional.empty());
    call.attributes().set(CAUGHT_UP + call.resource().base(), Optional.empty());
  }
}
