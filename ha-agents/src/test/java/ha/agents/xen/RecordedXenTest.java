package ha.agents.xen;

import ha.agents.recorded.Recording;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code xl list -v} really said, through a whole life of a domain, and how it is read. */
class RecordedXenTest {
  @Test
  void everyStateIsReadAsItWas() throws IOException {
    String read =
        Recording.all("xl-list").stream()
            .map(r -> r.place() + ": " + sentence(r.output()))
            .collect(Collectors.joining("\n", "", "\n"));

    Recording.check("xen", read);
  }

  private static String sentence(String output) {
    return DomainList.read(output)
        .map(domains ->
            domains.stream()
                .map(d ->
                    d.name()
                        + " "
                        + d.memoryMib()
                        + " MiB "
                        + d.state().word()
                        + (d.reason().isEmpty() ? "" : " (" + d.reason() + ")")
                        + (d.isHalf() ? ", half of a migration" : "")
                        + (d.mayRun() ? ", may write" : ""))
                .collect(Collectors.joining("; ")))
        .orElse("no whole list");
  }
}
