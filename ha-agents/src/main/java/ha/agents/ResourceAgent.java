package ha.agents;

/**
 * Starts, stops and watches one kind of resource.
 *
 * <p>The rules: starting what runs and stopping what is stopped succeed; a monitor of something
 * stopped says {@link AgentResult.NotRunning}; stop and monitor work without the resource's own
 * configuration; whatever cannot be determined is {@link AgentResult.Unknown}. Calls come on a
 * virtual thread each, never two at a time for one resource, and are interrupted past their
 * deadline. Exceptions are bugs.
 */
public interface ResourceAgent {
  /** What this agent is and takes. May run a program and so take seconds. */
  AgentDescription describe();

  /** Brings the resource up and returns when it serves. */
  AgentResult start(AgentCall call) throws InterruptedException;

  /** Takes the resource down and returns when nothing of it is left. */
  AgentResult stop(AgentCall call) throws InterruptedException;

  /** Looks without changing anything. */
  AgentResult monitor(AgentCall call) throws InterruptedException;

  /** From unpromoted to promoted. */
  default AgentResult promote(AgentCall call) throws InterruptedException {
    return AgentResult.unimplemented(call.operation());
  }

  /** From promoted to unpromoted. */
  default AgentResult demote(AgentCall call) throws InterruptedException {
    return AgentResult.unimplemented(call.operation());
  }

  /** Learns what is about to happen, or has happened, to the other instances. */
  default AgentResult notify(AgentCall call) throws InterruptedException {
    return AgentResult.unimplemented(call.operation());
  }

  /** Run on the source: moves the running resource to the target. */
  default AgentResult migrateTo(AgentCall call) throws InterruptedException {
    return AgentResult.unimplemented(call.operation());
  }

  /** Run on the target after {@link #migrateTo}: makes sure that the resource has arrived. */
  default AgentResult migrateFrom(AgentCall call) throws InterruptedException {
    return AgentResult.unimplemented(call.operation());
  }

  /** Takes over changed parameters without a restart. */
  default AgentResult reload(AgentCall call) throws InterruptedException {
    return AgentResult.unimplemented(call.operation());
  }

  /** Checks the parameters as far as that is possible on this node. */
  default AgentResult validate(AgentCall call) throws InterruptedException {
    return AgentResult.OK;
  }

  /**
   * Notices what becomes of a resource that runs, between monitors, and tells {@code observer}.
   * Called after a start or monitor that found the resource active.
   */
  default Watch watch(AgentCall call, Observer observer) {
    return Watch.NONE;
  }

  /** Does what {@code call} asks for. */
  default AgentResult perform(AgentCall call) throws InterruptedException {
    return switch (call.operation()) {
      case START -> start(call);
      case STOP -> stop(call);
      case MONITOR -> monitor(call);
      case PROMOTE -> promote(call);
      case DEMOTE -> demote(call);
      case NOTIFY -> notify(call);
      case MIGRATE_TO -> migrateTo(call);
      case MIGRATE_FROM -> migrateFrom(call);
      case RELOAD -> reload(call);
      case VALIDATE -> validate(call);
    };
  }
}
