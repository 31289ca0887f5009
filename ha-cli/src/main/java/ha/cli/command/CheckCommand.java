package ha.cli.command;

import ha.api.ConfigFinding;
import ha.api.ConfigFinding.Severity;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.definitions.DefinitionsFile;
import ha.cli.definitions.FindingsView;
import ha.cli.definitions.OfflineCheck;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hactl check}. */
@Command(
    name = "check",
    description = "Checks a file of definitions; needs no daemon (exits with 1 on errors).")
final class CheckCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "The file, or - for the input.")
  private String name = "-";

  CheckCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    DefinitionsFile file = DefinitionsFile.read(name, context);
    List<ConfigFinding> findings = OfflineCheck.findings(file);
    if (context.json()) {
      context.printJson(findings);
    } else {
      Page page = context.page();
      FindingsView.onto(page, findings, file.text());
      boolean errors = hasErrors(findings);
      Line mark = errors ? Line.of(Tone.BAD, "✖ ") : Line.of(Tone.GOOD, "✔ ");
      String said = findings.isEmpty() ? "nothing wrong" : FindingsView.counted(findings);
      context.print(page.add(mark.plus(file.label() + ": " + said)));
    }
    return hasErrors(findings) ? ExitCode.FAILED : ExitCode.OK;
  }

  private static boolean hasErrors(List<ConfigFinding> findings) {
    return findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
  }
}
