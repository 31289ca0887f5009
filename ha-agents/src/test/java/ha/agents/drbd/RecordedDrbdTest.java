package ha.agents.drbd;

import ha.agents.recorded.Recording;
import ha.model.NodeName;
import java.io.IOException;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What DRBD's tools really said, through a whole life of a volume, and how it is read. */
class RecordedDrbdTest {
  private static final Peers NOBODY_KNOWN = new Peers(new TreeMap<>(), new NodeName("alice"));

  @Test
  void everyStateIsReadAsItWas() throws IOException {
    String read =
        Recording.all("drbd-events2").stream()
            .map(r -> r.place() + ": " + sentence(r.output()))
            .collect(Collectors.joining("\n", "", "\n"));

    Recording.check("drbd", read);
  }

  private static String sentence(String output) {
    return switch (Events2.read("r0", output)) {
      case Events2.Reading.Absent() -> "not known to the kernel";
      case Events2.Reading.Incomplete(String reason) -> "unclear: " + reason;
      case Events2.Reading.Configured(DrbdState state) ->
          state.role()
              + " "
              + state.disks()
              + (state.isSuspended() ? ", held back: " + state.suspended() : "")
              + state.connections().stream()
                  .map(c -> ", peer " + c.state() + " " + c.role() + " " + c.disks())
                  .collect(Collectors.joining())
              + (state.isInSync() ? "; in sync" : "; " + state.ailments())
              + Suitability.of(state, NOBODY_KNOWN)
                  .map(score -> "; score " + score.value())
                  .orElse("; not to be promoted");
    };
  }
}
