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

  /**
   * Takes down, by force, what {@link #stop} could not, and touches nothing but this resource.
   * Called after a stop that failed, with all of the operation's time again.
   */
  default AgentResult forceStop(AgentCall call) throws InterruptedException {
    return stop(call);
  }

  /**
   * Whether {@link AgentResult.NotRunning} of a monitor proves that nothing of the resource is
   * left, even after a stop that failed: the agent looks at the thing itself (the table of mounts,
   * the hypervisor's list), not at what a program says of itself.
   */
  default boolean provesStopped() {
    return false;
  }

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
      case FORCE_STOP -> forceStop(call.asking(Operation.STOP));
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
