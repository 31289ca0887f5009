package ha.fencing.disk;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A shared disk with one slot for each node: the header, then for each node a block with the newest
 * message to it and a block with its promise to obey. Blocking; a disk that hangs hangs the caller.
 * For one thread.
 */
public final class FenceDisk implements AutoCloseable {
  private static final int SLOTS = 100;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SHORTEST_LOSS = Duration.ofSeconds(3);
  private static final Duration LONGEST_LOSS = Duration.ofMinutes(2);

  private final Path path;
  private final Blocks blocks;
  private final DiskHeader header;

  private FenceDisk(Path path, Blocks blocks, DiskHeader header) {
    this.path = path;
    this.blocks = blocks;
    this.header = header;
  }

  /**
   * Opens a disk that was prepared.
   *
   * @throws DiskUnusable if it was not; the message says what to do
   */
  public static FenceDisk open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new DiskUnusable(path + " does not exist; is the disk attached?");
    }
    Blocks blocks = Blocks.open(path);
    try {
      Optional<DiskHeader> header = blocks.read(0, DiskHeader.class);
      if (header.isEmpty() || header.get().version() != DiskHeader.VERSION) {
        throw new DiskUnusable(
            path + " was not prepared for fencing; hactl fence disk create " + path);
      }
      return new FenceDisk(path, blocks, header.get());
    } catch (IOException | RuntimeException e) {
      blocks.close();
      throw e;
    }
  }

  /** Whether a disk was prepared before. */
  public static boolean isPrepared(Path path) throws IOException {
    try (Blocks blocks = Blocks.open(path)) {
      return blocks.read(0, DiskHeader.class).isPresent();
    }
  }

  /**
   * Prepares a disk; what stood there is lost. The header is written last, so that a disk is
   * prepared as a whole or not at all.
   *
   * @param lossTimeout from 3 s to 2 min
   */
  public static void create(
      Path path, String cluster, List<NodeName> nodes, Duration lossTimeout, Instant now)
      throws IOException {
    if (nodes.isEmpty()
        || nodes.size() > SLOTS
        || nodes.stream().distinct().count() < nodes.size()) {
      throw new DiskUnusable("a disk has slots for 1 to " + SLOTS + " nodes, each named once");
    }
    if (lossTimeout.compareTo(SHORTEST_LOSS) < 0 || lossTimeout.compareTo(LONGEST_LOSS) > 0) {
      throw new DiskUnusable("the loss timeout must be from 3s to 2min");
    }
    DiskHeader header =
        new DiskHeader(DiskHeader.VERSION, Blocks.BYTES, cluster, POLL, lossTimeout, nodes, now);
    try (Blocks blocks = Blocks.open(path)) {
      for (NodeName node : nodes) {
        int slot = nodes.indexOf(node);
        blocks.write(
            messageBlock(slot),
            new DiskMessage(
                1, node, DiskMessage.Kind.CLEAR, Incarnation.UNKNOWN, "", now, "prepared"));
        blocks.write(
            presenceBlock(slot),
            new DiskPresence(node, Incarnation.UNKNOWN, Incarnation.UNKNOWN, Duration.ZERO, now));
      }
      blocks.write(0, header);
    }
  }

  private static int messageBlock(int slot) {
    return 1 + 2 * slot;
  }

  private static int presenceBlock(int slot) {
    return 2 + 2 * slot;
  }

  public DiskHeader header() {
    return header;
  }

  private int slot(NodeName node) throws DiskUnusable {
    int slot = header.nodes().indexOf(node);
    if (slot < 0) {
      throw new DiskUnusable(path + " has no slot for " + node + ", only for " + header.nodes());
    }
    return slot;
  }

  /**
   * The newest message to a node.
   *
   * @throws DiskUnusable if the slot is damaged
   */
  public DiskMessage message(NodeName node) throws IOException {
    DiskMessage found =
        blocks
            .read(messageBlock(slot(node)), DiskMessage.class)
            .orElseThrow(() ->
                new DiskUnusable(
                    "the slot of "
                        + node
                        + " on "
                        + path
                        + " is damaged; hactl fence disk clear "
                        + path
                        + " "
                        + node));
    if (!found.node().equals(node)) {
      throw new DiskUnusable("the slot of " + node + " on " + path + " is " + found.node() + "'s");
    }
    return found;
  }

  /** The promise of a node's daemon; empty if it gave none, or took it back. */
  public Optional<DiskPresence> presence(NodeName node) throws IOException {
    return blocks
        .read(presenceBlock(slot(node)), DiskPresence.class)
        .filter(p -> p.node().equals(node) && !p.life().equals(Incarnation.UNKNOWN));
  }

  /** Writes a message over the one before, and reads it back. */
  public DiskMessage send(
      NodeName to,
      DiskMessage.Kind kind,
      Incarnation incarnation,
      String from,
      Instant at,
      String reason)
      throws IOException {
    int block = messageBlock(slot(to));
    long before = blocks.read(block, DiskMessage.class).map(DiskMessage::sequence).orElse(0L);
    DiskMessage message =
        new DiskMessage(before + 1, to, kind, incarnation, from, at, shortened(reason));
    blocks.write(block, message);
    if (!message(to).equals(message)) {
      throw new DiskUnusable(path + " does not hold what was written there");
    }
    return message;
  }

  private static String shortened(String reason) {
    return reason.length() <= 300 ? reason : reason.substring(0, 300) + "…";
  }

  /** Writes the promise of a node; lives {@code UNKNOWN} take it back. */
  void promise(DiskPresence presence) throws IOException {
    blocks.write(presenceBlock(slot(presence.node())), presence);
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
