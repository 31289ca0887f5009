package ha.agents.filesystem;

import ha.agents.AgentResult;

/** One try to unmount. */
sealed interface Attempt {
  /** It is not mounted there any more. */
  record Done() implements Attempt {}

  /**
   * It may succeed later.
   *
   * @param why in words, empty if its users are the reason
   */
  record Busy(String why) implements Attempt {}

  /** It will not succeed. */
  record Failed(AgentResult why) implements Attempt {}
}
