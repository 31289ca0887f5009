package ha.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hactl drbd}. */
@Command(name = "drbd", description = "Replicated volumes: both sides of each, and what to do.")
final class DrbdCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say status, resolve or fence-peer");
  }
}
