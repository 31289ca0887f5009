package ha.agents.dlm;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.Promoted;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What whoever mounts a file system with distributed locks has to know of the lock manager.
 *
 * @param system root of the machine's file systems
 */
public record DlmReady(Path system) {
  /** Written by dlm_controld when it has joined its cluster. */
  private static final String CLUSTER = "sys/kernel/config/dlm/cluster/cluster_name";

  /**
   * What is missing; empty if locks can be taken.
   *
   * @param cluster whose locks are meant; empty if any will do
   */
  public Optional<AgentResult> missing(AgentCall call, Optional<String> cluster)
      throws InterruptedException {
    return switch (new DlmAgent(system).monitor(call)) {
      case NotRunning n ->
          Optional.of(
              AgentResult.failed(
                  "dlm_controld does not run; start a resource of agent dlm on this node first (a"
                      + " clone, ordered before this one)"));
      case Ok ok when ok.degraded() ->
          Optional.of(AgentResult.failed(ok.reason() + "; locks are given only with quorum"));
      case Ok ok -> otherCluster(cluster);
      case Promoted promoted -> otherCluster(cluster);
      case Failed failed -> Optional.of(failed);
      case TimedOut late -> Optional.of(late);
      case Unknown unknown -> Optional.of(unknown);
    };
  }

  private Optional<AgentResult> otherCluster(Optional<String> wanted) {
    Path file = system.resolve(CLUSTER);
    try {
      String joined = Files.exists(file) ? Files.readString(file).strip() : "";
      return wanted.isEmpty() || joined.isEmpty() || joined.equals(wanted.get())
          ? Optional.empty()
          : Optional.of(
              AgentResult.failed(
                  "the file system was made for the cluster '"
                      + wanted.get()
                      + "', and Corosync's is '"
                      + joined
                      + "'; name it so in corosync.conf, or see tunegfs2 -o locktable"));
    } catch (IOException e) {
      // mount(8) will tell; this was only to say it in better words.
      return Optional.empty();
    }
  }
}
