package ha.membership.links;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.stack.Protocol;

/** Sits above JGroups' failure detectors and tells whom they gave up. */
final class SuspectTap extends Protocol {
  private final Consumer<UUID> suspected;

  SuspectTap(Consumer<UUID> suspected) {
    this.suspected = suspected;
  }

  @Override
  public Object up(Event event) {
    if (event.getType() == Event.SUSPECT) {
      Object argument = event.arg();
      Collection<?> addresses = argument instanceof Collection<?> many ? many : List.of(argument);
      for (Object address : addresses) {
        if (address instanceof Address member) {
          suspected.accept(HaTransport.fromJGroups(member));
        }
      }
    }
    return super.up(event);
  }
}
