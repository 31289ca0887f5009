package ha.agents;

/**
 * How a call of an agent ended. What is not known is {@link Unknown}, never {@link NotRunning}.
 *
 * <p>{@link OcfCodes} maps these to and from the numbers of the OCF standard.
 */
public sealed interface AgentResult {
  /** Plain success; of a monitor: active, and not promoted. */
  AgentResult OK = new Ok(false);

  /** Active in the promoted role. */
  AgentResult PROMOTED = new Promoted(false);

  /** Cleanly stopped, without further words. */
  AgentResult NOT_RUNNING = new NotRunning("");

  /** What the agent says about it; empty if it has nothing to say. */
  String reason();

  /**
   * The operation succeeded; of a monitor: active, and not promoted.
   *
   * @param degraded it works, but likely not for long or not well
   * @param reason why it is degraded, where the agent can tell
   */
  record Ok(boolean degraded, String reason) implements AgentResult {
    public Ok(boolean degraded) {
      this(degraded, "");
    }
  }

  /** Active in the promoted role; the parameters are those of {@link Ok}. */
  record Promoted(boolean degraded, String reason) implements AgentResult {
    public Promoted(boolean degraded) {
      this(degraded, "");
    }
  }

  /** Known to be inactive. */
  record NotRunning(String reason) implements AgentResult {}

  /**
   * The operation failed, or the resource is broken.
   *
   * @param code the agent's own number, where it has one; else that of the kind
   */
  record Failed(Kind kind, int code, String reason) implements AgentResult {
    public Failed(Kind kind, String reason) {
      this(kind, kind.code(), reason);
    }
  }

  /** Not done at its deadline; everything that the agent had running for it was killed. */
  record TimedOut(String reason) implements AgentResult {}

  /** The agent cannot tell what state the resource is in. */
  record Unknown(String reason) implements AgentResult {}

  /** A failure without a finer kind. */
  static Failed failed(String reason) {
    return new Failed(Kind.GENERIC, reason);
  }

  /** A failure because of a parameter that is wrong here. */
  static Failed invalid(String reason) {
    return new Failed(Kind.INVALID_PARAMETER, reason);
  }

  /** An operation that the agent does not have. */
  static Failed unimplemented(Operation operation) {
    return new Failed(
        Kind.UNIMPLEMENTED, "the agent has no operation '" + operation.wireName() + "'");
  }

  /** Why something failed, as far as it decides what to try next. */
  enum Kind {
    GENERIC(1),
    /** A parameter is wrong on this node; another node may do. */
    INVALID_PARAMETER(2),
    UNIMPLEMENTED(3),
    INSUFFICIENT_PRIVILEGE(4),
    /** Something that it needs is missing on this node. */
    NOT_INSTALLED(5),
    /** The parameters are wrong everywhere. */
    NOT_CONFIGURED(6),
    /** Broken in the promoted role. */
    PROMOTED(9);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The OCF number of this kind. */
    public int code() {
      return code;
    }
  }
}
