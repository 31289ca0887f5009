package ha.daemon.config;

import ha.model.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a daemon must know before it knows the cluster.
 *
 * @param node its name, as in the definitions
 * @param stateDirectory holds the ledger; one daemon at a time
 * @param runDirectory holds what need not survive a reboot: sockets, pid files of resources
 * @param keyFile the cluster's key
 * @param previousKeyFile accepted as well while keys are being changed
 * @param clusterFile definitions to begin with, read only while the ledger holds none
 * @param socket of the API
 * @param agentDirectory jars with further agents
 * @param watchdog device (or pipe) that resets this machine when it is not fed
 */
public record NodeConfig(
    NodeName node,
    Path stateDirectory,
    Path runDirectory,
    Path keyFile,
    Optional<Path> previousKeyFile,
    Path clusterFile,
    Path socket,
    Optional<Path> agentDirectory,
    Optional<Watchdog> watchdog) {
  /**
   * This machine's watchdog.
   *
   * @param timeout whole seconds from 2 to 300 without being fed until the machine is reset
   */
  public record Watchdog(Path path, Duration timeout) {}
}
