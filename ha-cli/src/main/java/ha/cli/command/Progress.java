package ha.cli.command;

import ha.api.ProgressPage.ProgressEvent;
import ha.cli.Context;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Times;
import ha.cli.text.Tone;
import java.util.function.Consumer;

/** Shows what happens, one line an event; says nothing where nobody looks on. */
final class Progress implements Consumer<ProgressEvent> {
  private final Context context;

  Progress(Context context) {
    this.context = context;
  }

  @Override
  public void accept(ProgressEvent event) {
    if (context.json() || !context.surroundings().outputIsTerminal()) {
      return;
    }
    Line mark =
        switch (event.kind()) {
          case NOTE -> Line.of(Tone.FAINT, "· ");
          case BEGAN -> Line.of(Tone.FAINT, "→ ");
          case DONE -> Line.of(Tone.GOOD, "✔ ");
          case FAILED -> Line.of(Tone.BAD, "✖ ");
        };
    String clock = Times.clock(event.at(), context.zone());
    Line start = Line.of(Tone.FAINT, "  " + clock + "  ").plus(mark);
    Line text = Line.of(event.text());
    if (!event.detail().isEmpty()) {
      text = text.plus(Tone.FAINT, "  " + event.detail());
    }
    Page page = context.page();
    page.add(start, Line.of(" ".repeat(start.width())), text);
    context.print(page);
  }
}
