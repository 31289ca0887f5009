package ha.daemon.controller;

import ha.model.ResourceId;
import ha.model.snapshot.ExitCode;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Latest result of each operation on one node. */
final class NodeHistory {
  private final TreeMap<OperationKey, OperationRecord> latest = new TreeMap<>();

  NodeHistory(List<OperationRecord> records) {
    records.forEach(this::add);
  }

  void add(OperationRecord record) {
    latest.put(key(record), record);
    boolean stopped =
        record.operation().equals("stop")
            && record.status() == Status.DONE
            && record.exitCode() == ExitCode.OK;
    if (stopped) {
      latest.keySet().removeIf(k -> k.resource().equals(record.resource()) && endsWithStop(k));
    }
  }

  /** What says nothing any more once the resource was stopped here. */
  private static boolean endsWithStop(OperationKey key) {
    return isRecurring(key) || key.operation().startsWith("migrate_");
  }

  void clear() {
    latest.clear();
  }

  void removeRecurring(OperationKey key) {
    latest.remove(key);
  }

  /** Forgets {@code resource}; with a base name, all of its instances. */
  void forget(ResourceId resource) {
    latest
        .keySet()
        .removeIf(
            k -> k.resource().equals(resource) || k.resource().base().equals(resource.value()));
  }

  /** Oldest first. */
  List<OperationRecord> records() {
    return latest.values().stream()
        .sorted(Comparator.comparingInt(OperationRecord::callId))
        .toList();
  }

  /** Instances that the history shows started (or promoted) and not stopped since. */
  SortedSet<ResourceId> active() {
    TreeSet<ResourceId> active = new TreeSet<>();
    for (OperationRecord record : records()) {
      if (showsStopped(record)) {
        active.remove(record.resource());
      } else if (isActivating(record)) {
        active.add(record.resource());
      }
    }
    return active;
  }

  /** Active instances whose newest stop did not succeed, and that were not started since. */
  SortedSet<ResourceId> stopFailed() {
    TreeSet<ResourceId> failed = new TreeSet<>();
    for (OperationRecord record : records()) {
      switch (record.operation()) {
        case "stop" -> failed.add(record.resource());
        case "start", "migrate_from" -> failed.remove(record.resource());
        case String ignored -> {}
      }
    }
    failed.retainAll(active());
    return failed;
  }

  /** Instances that the history shows promoted, or does not show not to be. */
  SortedSet<ResourceId> promoted() {
    TreeSet<ResourceId> promoted = new TreeSet<>();
    for (OperationRecord record : records()) {
      boolean done = record.status() == Status.DONE;
      boolean up =
          switch (record.operation()) {
            case "promote" -> !saysAbsent(record);
            case "monitor" ->
                done
                    && (record.exitCode() == ExitCode.RUNNING_PROMOTED
                        || record.exitCode() == ExitCode.DEGRADED_PROMOTED
                        || record.exitCode() == ExitCode.FAILED_PROMOTED);
            case String ignored -> false;
          };
      boolean down =
          showsStopped(record)
              || (done
                  && record.exitCode() == ExitCode.OK
                  && !record.operation().equals("promote"));
      if (up) {
        promoted.add(record.resource());
      } else if (down) {
        promoted.remove(record.resource());
      }
    }
    return promoted;
  }

  /** A monitor that does not say "not running" may have looked at something that runs. */
  private static boolean isActivating(OperationRecord record) {
    return switch (record.operation()) {
      case "start", "promote", "demote", "migrate_from" -> true;
      case "monitor" -> !saysAbsent(record);
      case String ignored -> false;
    };
  }

  /** A stop that succeeded, or an agent that found it not running when it was to look or change. */
  private static boolean showsStopped(OperationRecord record) {
    return switch (record.operation()) {
      case "stop" -> record.status() == Status.DONE && record.exitCode() == ExitCode.OK;
      case "monitor", "promote", "demote" -> saysAbsent(record);
      case String ignored -> false;
    };
  }

  /** What is not installed cannot run either. */
  private static boolean saysAbsent(OperationRecord record) {
    return record.status() == Status.NOT_INSTALLED
        || (record.status() == Status.DONE
            && (record.exitCode() == ExitCode.NOT_RUNNING
                || record.exitCode() == ExitCode.NOT_INSTALLED));
  }

  private static boolean isRecurring(OperationKey key) {
    return !key.interval().isZero();
  }

  private static OperationKey key(OperationRecord record) {
    return new OperationKey(record.resource(), record.operation(), record.interval());
  }
}
