package ha.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hactl fence disk}. */
@Command(name = "disk", description = "Shared disks with message slots, for devices of agent disk.")
final class FenceDiskCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say create, list or clear");
  }
}
