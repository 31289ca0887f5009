package ha.policy.action;

import ha.model.Role;
import ha.model.plan.Reason;
import ha.policy.graph.Action;
import ha.policy.situation.Resource;
import ha.policy.situation.Situation;

/** The action that others wait for when they wait for a resource. */
public final class Starts {
  private Starts() {}

  /** The start of a primitive; an impossible one if it will not run anywhere. */
  public static Action of(Situation s, Resource primitive) {
    return of(s, primitive, "start");
  }

  /** The same for promotions. */
  public static Action of(Situation s, Resource primitive, String operation) {
    Action there = primitive.action(operation, null);
    if (there != null) {
      return there;
    }
    Action action = s.graph.operation(primitive, operation, primitive.assigned);
    Runnability.check(s, action);
    if (primitive.blocked) {
      action.forbid(Reason.of("blocked", primitive + " is blocked: " + primitive.blockReason));
    }
    boolean promote = operation.equals("promote");
    if (promote && primitive.nextRole.map(r -> r != Role.PROMOTED).orElse(true)) {
      action.forbid(Reason.of("promotion", primitive + " is not going to be promoted"));
    }
    return action;
  }
}
