package ha.cli.importing;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import ha.cli.ExitCode;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import ha.model.json.Json;
import ha.model.yaml.Finding;
import ha.model.yaml.YamlReader;
import ha.model.yaml.YamlWriter;
import ha.policy.cib.CibDocument;
import ha.policy.cib.CorosyncConf;
import ha.policy.pacemaker.Imported;
import ha.policy.pacemaker.Note;
import ha.policy.pacemaker.PacemakerImport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hactl import pacemaker}. */
@Command(
    name = "pacemaker",
    description =
        "From Pacemaker: cibadmin --query > cib.xml, then hactl import pacemaker cib.xml.",
    footer = {
      "%nExample:",
      "  hactl import pacemaker cib.xml --corosync /etc/corosync/corosync.conf --output ha.yaml",
      "%nHere --output names the file to write; one that is there already is not touched.",
      "Without it the definitions are printed, and the report goes to the error output."
    })
public final class PacemakerCommand implements Callable<Integer> {
  private static final int LARGEST = 256 << 20;

  private final Context context;

  @Parameters(paramLabel = "FILE", description = "The CIB, or - for the input.")
  private String cib = "-";

  @Option(
      names = "--corosync",
      paramLabel = "FILE",
      description = "Where the nodes' addresses are: corosync.conf.")
  private @Nullable Path corosync;

  @Option(names = "--json", description = "The report as JSON.")
  private boolean json;

  /** The command in a surrounding. */
  public PacemakerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String label = cib.equals("-") ? "<stdin>" : cib;
    Imported imported = imported(label, bytes());
    String yaml = heading(label) + YamlWriter.write(imported.definitions());
    Optional<Path> to = context.outputFile();
    String written = to.map(Path::toString).orElse("<output>");
    List<Finding> findings = new YamlReader().read(written, yaml).findings();
    to.ifPresentOrElse(file -> write(file, yaml), () -> context.out().print(yaml));
    context.out().flush();
    Report report = new Report(imported.notes(), findings);
    PrintStream out = to.isPresent() ? context.out() : context.err();
    out.print(json ? Json.pretty(report) + "\n" : page(report, to).text());
    out.flush();
    return ExitCode.OK;
  }

  /** What is printed with {@code -o json}. */
  record Report(List<Note> notes, List<Finding> findings) {}

  private static String heading(String label) {
    return "# Imported from Pacemaker ("
        + label
        + "). What changed on the way is in the report of\n"
        + "# hactl import; look at it before this is applied.\n\n";
  }

  private Imported imported(String label, byte[] xml) {
    try {
      Optional<CorosyncConf> conf = Optional.ofNullable(corosync).map(this::conf);
      return PacemakerImport.of(CibDocument.read(label, xml), conf);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          new ApiError(
              Kind.INVALID,
              String.valueOf(e.getMessage()),
              "",
              "what cibadmin --query prints",
              "correct the file"));
    }
  }

  private CorosyncConf conf(Path file) {
    return CorosyncConf.read(
        file.toString(), new String(content(file.toString()), StandardCharsets.UTF_8));
  }

  private byte[] bytes() {
    return content(cib);
  }

  private byte[] content(String name) {
    try (var in = name.equals("-") ? context.in() : Files.newInputStream(Path.of(name))) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw unusable(name, "the file is larger than 256 MiB");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw unusable(name, "there is no such file");
    } catch (IOException e) {
      throw unusable(name, "the file cannot be read: " + e.getMessage());
    }
  }

  private static CommandFailure unusable(String name, String why) {
    return new CommandFailure(
        new ApiError(Kind.USAGE, why, name, "a file to read", "name another file"));
  }

  private static void write(Path to, String yaml) {
    try {
      Files.writeString(to, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          new ApiError(
              Kind.REFUSED,
              "the file is there already, and somebody may have worked on it",
              to.toString(),
              "",
              "name another file, or move it away"));
    } catch (IOException e) {
      throw new CommandFailure(
          Kind.INTERNAL, to + " cannot be written: " + e.getMessage(), "name another file");
    }
  }

  private Page page(Report report, Optional<Path> to) {
    Page page = context.page();
    notes(page, report, Note.Kind.TO_DO, "For you to do", Tone.BAD, "✖ ");
    notes(page, report, Note.Kind.LEFT_OUT, "Left out", Tone.WARNING, "▲ ");
    notes(page, report, Note.Kind.CHANGED, "Said in another way", Tone.FAINT, "· ");
    if (!report.findings().isEmpty()) {
      page.heading("What hactl check says of the result");
      report
          .findings()
          .forEach(
              finding -> page.add(Line.of("  "), Line.of("    "), Line.of(finding.toString())));
    }
    String counted =
        count(report, Note.Kind.TO_DO)
            + " to do, "
            + count(report, Note.Kind.LEFT_OUT)
            + " left out, "
            + count(report, Note.Kind.CHANGED)
            + " changed, "
            + report.findings().size()
            + " findings";
    return page.gap().add(to.map(file -> file + " is written: ").orElse("") + counted);
  }

  private static int count(Report report, Note.Kind kind) {
    return (int) report.notes().stream().filter(note -> note.kind() == kind).count();
  }

  private static void notes(
      Page page, Report report, Note.Kind kind, String heading, Tone tone, String mark) {
    List<Note> notes = report.notes().stream().filter(note -> note.kind() == kind).toList();
    if (notes.isEmpty()) {
      return;
    }
    page.heading(heading);
    for (Note note : notes) {
      String where = note.position().line() == 0 ? "" : note.position() + ": ";
      page.add(
          Line.of("  ").plus(tone, mark),
          Line.of("    "),
          Line.of(Tone.STRONG, where).plus(note.text()));
      if (!note.advice().isEmpty()) {
        page.add(Line.of(Tone.FAINT, "    → "), Line.of("      "), Line.of(note.advice()));
      }
    }
  }
}
