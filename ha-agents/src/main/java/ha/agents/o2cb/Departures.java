package ha.agents.o2cb;

import ha.agents.AgentCall;
import ha.agents.ClusterView;
import ha.agents.Watch;
import ha.agents.command.Pause;
import ha.agents.o2cb.O2cbKernel.Region;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.snapshot.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells OCFS2 at once that a node is off, which it would else believe after {@code dead-after} only
 * and wait for it that long.
 *
 * <p>O2CB counts a node as gone when it has been silent for that long, or when its block on the
 * disk says that it left (measured, and {@code o2hb_check_slot} of Linux). Of a node that is off
 * for certain this writes the latter: the others then evict it from the lock manager and replay its
 * journal, as ever. Nothing is written unless the cluster's record says at this moment that the
 * node is off, and the disk itself agrees: its block has not changed for longer than two beats. A
 * node that still beats is not off, whatever a fence device said. Should this fail, OCFS2 waits.
 */
final class Departures implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  /** How long a disk is watched: a node beats every two seconds. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  /** A disk that holds back its writes until a fencing is confirmed cannot be read before that. */
  private static final int ATTEMPTS = 5;

  /**
   * How old the record's word may be when the block is written. A node that comes back has to join,
   * and then to mount, for which O2CB alone takes two beats; a program that waits for a processor
   * for longer (a minute, seen) must not write any more.
   */
  static final Duration FRESH = Duration.ofSeconds(3);

  private final AgentCall call;
  private final String cluster;
  private final O2cbKernel kernel;
  private final ClusterView view;
  private final Path scratch;
  private final Duration silence;
  private final Duration fresh;
  private final AtomicInteger attended = new AtomicInteger();
  private final ReentrantLock one = new ReentrantLock();
  private volatile boolean closed;

  Departures(
      AgentCall call,
      String cluster,
      O2cbKernel kernel,
      ClusterView view,
      Path scratch,
      Duration silence,
      Duration fresh) {
    this.call = call;
    this.cluster = cluster;
    this.kernel = kernel;
    this.view = view;
    this.scratch = scratch;
    this.silence = silence;
    this.fresh = fresh;
  }

  /** Whether nothing is left to be told. */
  boolean isIdle() {
    return attended.get() == 0;
  }

  @Override
  public void nodeIsOff(NodeName node) {
    attended.incrementAndGet();
    Thread.ofVirtual().name("o2cb-departure-" + node).start(() -> attend(node));
  }

  @Override
  public void close() {
    closed = true;
  }

  private void attend(NodeName node) {
    one.lock();
    try {
      for (int attempt = 1; attempt <= ATTEMPTS && !closed; attempt++) {
        try {
          tell(node);
          return;
        } catch (IOException e) {
          LOG.warn(
              "OCFS2 is not told that {} is off (attempt {} of {}; without that it waits for"
                  + " dead-after): {}",
              node,
              attempt,
              ATTEMPTS,
              e.getMessage());
          Pause.of(silence);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      attended.decrementAndGet();
      one.unlock();
    }
  }

  private void tell(NodeName node) throws IOException, InterruptedException {
    OptionalInt number = kernel.number(cluster, node.value());
    if (number.isEmpty() || node.equals(call.node())) {
      return;
    }
    for (Region region : kernel.beating(cluster)) {
      tell(node, number.getAsInt(), region);
    }
  }

  private void tell(NodeName node, int number, Region region)
      throws IOException, InterruptedException {
    Path device = kernel.system().resolve("dev").resolve(region.device());
    HeartbeatDisk disk = new HeartbeatDisk(call, region, device, scratch);
    HeartbeatBlock first = disk.read(number);
    if (!first.isOf(number) || first.hasLeft()) {
      LOG.info("{} had left {} before it was off, or never was there", node, region.device());
      return;
    }
    Pause.of(silence);
    HeartbeatBlock last = disk.read(number);
    if (last.sequence() != first.sequence() || last.generation() != first.generation()) {
      LOG.error(
          "{} is off, says the cluster, but it beats on {}: OCFS2 is told nothing. Look whether its"
              + " fence device switches another machine",
          node,
          region.device());
      return;
    }
    MonoTime until = call.clock().now().plus(fresh);
    if (!isStillOff(node)) {
      LOG.info("OCFS2 is told nothing of {}: it is about to come back", node);
      return;
    }
    if (!call.clock().now().before(until)) {
      throw new IOException("the cluster took too long to say whether it still is");
    }
    disk.write(number, last.afterLeaving(), until);
    LOG.info(
        "OCFS2 on {} is told that {} has gone, and need not wait for it", region.device(), node);
  }

  private boolean isStillOff(NodeName node) throws IOException {
    Standing standing = view.facts().nodes().get(node);
    if (standing == null) {
      throw new IOException("the cluster does not say whether it still is");
    }
    return ClusterView.isOff(standing);
  }
}
