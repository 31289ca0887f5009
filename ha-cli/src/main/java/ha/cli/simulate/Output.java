package ha.cli.simulate;

import ha.cli.Context;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Tone;
import ha.policy.report.CorpusJson;
import java.io.PrintStream;

/** Shows situations in the format that was asked for. */
final class Output {
  private final Context context;
  private final SimulateCommand.Format format;

  Output(Context context, SimulateCommand.Format format) {
    this.context = context;
    this.format = format;
  }

  void print(String text) {
    PrintStream out = context.out();
    out.writeBytes(text.getBytes(out.charset())); // at once, not in the pieces of an encoder
  }

  /** The situation as text; thread-safe. */
  String render(Situation situation) {
    return switch (situation) {
      case Situation.Decided decided ->
          switch (format) {
            case JSON ->
                CorpusJson.line(
                        decided.name(),
                        decided.facts().definitions(),
                        decided.facts().snapshot(),
                        decided.plan())
                    + "\n";
            case TEXT -> page(page -> new SituationView(decided, context.wide()).onto(page));
            case DOT -> DotText.of(decided);
            case SVG -> SvgDrawing.of(decided);
          };
      case Situation.Unreadable(String name, String error) ->
          switch (format) {
            case JSON -> CorpusJson.error(name, error) + "\n";
            case TEXT ->
                page(page ->
                    page.add(Line.of(Tone.BAD, "✖ ").plus(Tone.STRONG, name).plus(": " + error)));
            case DOT -> "// " + name + ": " + error.replace('\n', ' ') + "\n";
            case SVG -> "<!-- " + name + ": " + error.replace("--", "- -") + " -->\n";
          };
    };
  }

  private String page(java.util.function.Consumer<Page> content) {
    Page page = context.page();
    content.accept(page);
    return page.gap().text();
  }
}
