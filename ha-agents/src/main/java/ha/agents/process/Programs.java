package ha.agents.process;

import ha.agents.command.ProcFs;
import ha.agents.command.ProcessSession;
import ha.agents.command.ProcessView;
import ha.agents.command.Signals;
import ha.model.ResourceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells whether a program runs, and finds everything that belongs to it. */
final class Programs {
  private final RunRecords records;
  private final ProcFs processes;

  Programs(RunRecords records, ProcFs processes) {
    this.records = records;
    this.processes = processes;
  }

  /** How a program stands. */
  sealed interface Standing {
    record Running(RunRecord record) implements Standing {}

    record Stopped(String reason) implements Standing {}

    /** The program itself has ended, but not what it started. */
    record Remains(RunRecord record, List<ProcessView> left) implements Standing {
      String sentence() {
        return "the program has ended, but "
            + left.size()
            + " of its processes still run: "
            + String.join(", ", left.stream().map(ProcessView::toString).toList());
      }
    }

    /** It cannot be told. */
    record Unclear(String reason) implements Standing {}
  }

  Standing look(ResourceId resource) {
    return switch (records.read(resource)) {
      case RunRecords.Found.None none -> new Standing.Stopped("");
      case RunRecords.Found.Damaged damaged -> new Standing.Unclear(damaged.reason());
      case RunRecords.Found.There there -> {
        try {
          yield look(resource, there.record());
        } catch (IOException e) {
          yield new Standing.Unclear("the processes of this machine cannot be seen: " + e);
        }
      }
    };
  }

  private Standing look(ResourceId resource, RunRecord record) throws IOException {
    if (!processes.bootId().equals(record.bootId())) {
      return new Standing.Stopped("the machine was booted since");
    }
    if (record.pid() == 0) {
      return adopt(resource, record);
    }
    return switch (processes.find(record.pid())) {
      case ProcFs.Found.Unreadable unreadable -> new Standing.Unclear(unreadable.reason());
      case ProcFs.Found.Gone gone -> ended(record);
      case ProcFs.Found.There there ->
          there.view().startTicks() == record.startTicks() && there.view().alive()
              ? new Standing.Running(record)
              : ended(record);
    };
  }

  private Standing ended(RunRecord record) throws IOException {
    List<ProcessView> left = members(record);
    return left.isEmpty()
        ? new Standing.Stopped("process " + record.pid() + " has ended")
        : new Standing.Remains(record, left);
  }

  /** The daemon died between its intention to start and its note of the process. */
  private Standing adopt(ResourceId resource, RunRecord record) throws IOException {
    List<ProcessView> marked = marked(record);
    for (ProcessView p : marked) {
      if (p.session() == p.pid()) {
        RunRecord found = record.running(p.pid(), p.startTicks());
        records.write(resource, found);
        return new Standing.Running(found);
      }
    }
    return marked.isEmpty()
        ? new Standing.Stopped("it was never started")
        : new Standing.Remains(record, marked);
  }

  /**
   * All processes of a program that are alive: its session, their descendants, and whatever carries
   * its mark.
   *
   * @throws IOException if the processes cannot be seen
   */
  List<ProcessView> members(RunRecord record) throws IOException {
    List<ProcessView> found = new ArrayList<>(marked(record));
    if (record.pid() != 0 && !reused(record)) {
      for (ProcessView p : new ProcessSession(processes, record.pid()).members()) {
        if (!found.contains(p)) {
          found.add(p);
        }
      }
    }
    return List.copyOf(found);
  }

  /** Whether the number now belongs to another process. */
  private boolean reused(RunRecord record) {
    return processes.find(record.pid()) instanceof ProcFs.Found.There there
        && there.view().startTicks() != record.startTicks();
  }

  private List<ProcessView> marked(RunRecord record) throws IOException {
    return processes.alive().stream()
        .filter(p -> processes.hasVariable(p.pid(), RunRecord.MARK, record.mark()).orElse(false))
        .toList();
  }

  /**
   * Signals all processes of a program and says which these were.
   *
   * @throws IOException if the processes cannot be seen
   */
  List<ProcessView> signal(RunRecord record, int number) throws IOException {
    List<ProcessView> told = new ArrayList<>();
    if (record.pid() != 0 && !reused(record)) {
      told.addAll(new ProcessSession(processes, record.pid()).signal(number));
    }
    for (ProcessView p : marked(record)) {
      if (told.stream().noneMatch(t -> t.pid() == p.pid())) {
        Signals.toProcess(p.pid(), number);
        told.add(p);
      }
    }
    return List.copyOf(told);
  }
}
