package ha.membership.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that forgets at {@link #crash} what was not synced, all of it or in part, as a
 * real one may. For simulations: it can also be full, or lose power in the midst of a step.
 */
public final class MemoryDisk implements Disk {
  private TreeMap<String, Node> names = new TreeMap<>();
  private TreeMap<String, Node> syncedNames = new TreeMap<>();
  private final List<TreeMap<String, Node>> unsyncedNames = new ArrayList<>();
  private long steps;
  private long powerLossAt = Long.MAX_VALUE;
  private boolean full;

  private static final class Node {
    byte[] current = new byte[0];
    byte[] synced = new byte[0];
  }

  /** Power went in the midst of a step. */
  public static final class PowerLossException extends IOException {
    private static final long serialVersionUID = 1L;

    PowerLossException() {
      super("power lost");
    }
  }

  /** How many steps changed or synced something so far. */
  public long steps() {
    return steps;
  }

  /** Power goes in the midst of the step with this number, counted from 1. */
  public void losePowerAt(long step) {
    powerLossAt = step;
  }

  /** Whether writes fail for want of space. */
  public void setFull(boolean full) {
    this.full = full;
  }

  /**
   * Power went: what was synced stays; of the rest, as {@code choose} says, a part.
   *
   * @param choose given n > 0, a number from 0 to n - 1
   */
  public void crash(IntUnaryOperator choose) {
    int kept = choose.applyAsInt(unsyncedNames.size() + 1);
    names = new TreeMap<>(kept == 0 ? syncedNames : unsyncedNames.get(kept - 1));
    names.values().forEach(node -> crash(node, choose));
    syncedNames = new TreeMap<>(names);
    unsyncedNames.clear();
    powerLossAt = Long.MAX_VALUE;
  }

  private static void crash(Node node, IntUnaryOperator choose) {
    if (Arrays.equals(node.current, node.synced)) {
      return;
    }
    int same = Math.max(0, Arrays.mismatch(node.current, node.synced));
    if (node.current.length <= same) {
      node.current = choose.applyAsInt(2) == 0 ? node.synced : node.current;
    } else if (choose.applyAsInt(3) == 0) {
      node.current = node.synced;
    } else {
      int length = same + choose.applyAsInt(node.current.length - same + 1);
      byte[] torn = Arrays.copyOf(node.current, length);
      if (length > same && choose.applyAsInt(3) == 0) {
        // A page that was never written reads as zeros.
        Arrays.fill(torn, same + choose.applyAsInt(length - same), length, (byte) 0);
      }
      node.current = torn;
    }
    node.synced = node.current;
  }

  /** Changes one bit, as a failing medium does. */
  public void flipBit(String name, int bit) throws IOException {
    Node node = node(name);
    byte[] changed = node.current.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    node.current = changed;
    node.synced = changed;
  }

  private boolean powerGoes() {
    steps++;
    return steps >= powerLossAt;
  }

  private void step() throws IOException {
    if (powerGoes()) {
      throw new PowerLossException();
    }
  }

  private void namesChanged() {
    unsyncedNames.add(new TreeMap<>(names));
  }

  private Node node(String name) throws IOException {
    @Nullable Node node = names.get(name);
    if (node == null) {
      throw new IOException(name + ": no such file");
    }
    return node;
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public byte[] read(String name) throws IOException {
    return node(name).current.clone();
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Node node = new Node();
    names.put(name, node);
    namesChanged();
    node.current = content.clone();
    room();
    step();
  }

  @Override
  public void append(String name, byte[] content) throws IOException {
    Node node = node(name);
    byte[] longer = Arrays.copyOf(node.current, node.current.length + content.length);
    System.arraycopy(content, 0, longer, node.current.length, content.length);
    if (full) {
      node.current = Arrays.copyOf(longer, node.current.length + content.length / 2);
    } else {
      node.current = longer;
    }
    room();
    step();
  }

  private void room() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void truncate(String name, long length) throws IOException {
    Node node = node(name);
    node.current = Arrays.copyOf(node.current, (int) length);
    step();
  }

  @Override
  public void sync(String name) throws IOException {
    step();
    Node node = node(name);
    node.synced = node.current;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Node node = node(from);
    names.remove(from);
    names.put(to, node);
    namesChanged();
    step();
  }

  @Override
  public void syncDirectory() throws IOException {
    step();
    syncedNames = new TreeMap<>(names);
    unsyncedNames.clear();
  }

  @Override
  public void delete(String name) throws IOException {
    names.remove(name);
    namesChanged();
    step();
  }

  @Override
  public void close() {}
}
