package ha.policy.cib;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names in a document, each made once: there are hundreds of thousands, nearly all alike. */
final class XmlNames {
  /** A power of two. No CIB has a tenth as many different names. */
  private static final int ROOM = 1 << 14;

  private static final boolean[] IN_NAME = new boolean[256];

  static {
    for (char c = 0; c < 256; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
      IN_NAME[c] = letter || (c >= '0' && c <= '9') || "_-.:".indexOf(c) >= 0;
    }
  }

  private final byte[] text;
  private final int[] slots = new int[ROOM]; // 0: free, else the name's number + 1
  private byte[][] spelled = new byte[64][];
  private String[] locals = new String[64];
  private boolean[] namespaces = new boolean[64];
  private boolean[] foreign = new boolean[64];
  private int count;
  private int end;

  /** Of a document in UTF-8. */
  XmlNames(byte[] text) {
    this.text = text;
  }

  /**
   * The number of the name that begins at {@code from}; negative if there are too many. What begins
   * there may be no name: {@link #end} is {@code from} then.
   */
  int scan(int from) {
    int hash = 0;
    int at = from;
    while (at < text.length && IN_NAME[text[at] & 0xFF]) {
      hash = 31 * hash + text[at++];
    }
    boolean digit = at > from && "0123456789-.".indexOf(text[from]) >= 0;
    end = digit ? from : at;
    int slot = (hash ^ (hash >>> 15)) & (ROOM - 1);
    while (slots[slot] != 0) {
      int number = slots[slot] - 1;
      if (Arrays.equals(spelled[number], 0, spelled[number].length, text, from, at)) {
        return number;
      }
      slot = (slot + 1) & (ROOM - 1);
    }
    return count >= ROOM / 4 ? -1 : add(slot, from, at);
  }

  private int add(int slot, int from, int to) {
    if (count == locals.length) {
      spelled = Arrays.copyOf(spelled, 2 * count);
      locals = Arrays.copyOf(locals, 2 * count);
      namespaces = Arrays.copyOf(namespaces, 2 * count);
      foreign = Arrays.copyOf(foreign, 2 * count);
    }
    String name = new String(text, from, to - from, StandardCharsets.UTF_8);
    spelled[count] = Arrays.copyOfRange(text, from, to);
    // Interned, so that it is found among attributes without comparing characters.
    locals[count] = name.substring(name.indexOf(':') + 1).intern();
    namespaces[count] = name.equals("xmlns") || name.startsWith("xmlns:");
    foreign[count] = name.length() < to - from;
    slots[slot] = count + 1;
    return count++;
  }

  /** Where the name that was scanned last ends. */
  int end() {
    return end;
  }

  /** The name without a prefix. */
  String local(int name) {
    return locals[name];
  }

  /** Whether an attribute of that name only tells of a namespace. */
  boolean isNamespace(int name) {
    return namespaces[name];
  }

  /** Whether there is more in it than ASCII. */
  boolean isForeign(int name) {
    return foreign[name];
  }
}
