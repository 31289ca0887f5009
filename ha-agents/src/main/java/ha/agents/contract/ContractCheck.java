package ha.agents.contract;

import java.util.Optional;

/**
 * One demand of the contract.
 *
 * @param name what is demanded, for people
 */
public record ContractCheck(String name, Body body) {
  /** Tries the agent. */
  @FunctionalInterface
  interface Body {
    void run() throws InterruptedException, Violation;
  }

  /** What was expected and what came. */
  static final class Violation extends Exception {
    private static final long serialVersionUID = 1;

    Violation(String message) {
      super(message);
    }
  }

  /** Runs it; empty if the agent does what is demanded, else what it did. */
  public Optional<String> violation() throws InterruptedException {
    try {
      body.run();
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
