package ha.agents.command;

/** A program that is run for its lines, until closed. */
@FunctionalInterface
public interface Following extends AutoCloseable {
  /** Of who cannot follow anything. */
  Following NONE = () -> {};

  @Override
  void close();
}
