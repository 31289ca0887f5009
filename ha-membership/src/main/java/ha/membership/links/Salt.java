package ha.membership.links;

import java.security.SecureRandom;

/** 128 random bits: names a session, or challenges one. */
record Salt(long high, long low) {
  static final int BYTES = 16;

  /** Stands for "none"; never drawn. */
  static final Salt NONE = new Salt(0, 0);

  private static final SecureRandom RANDOM = new SecureRandom();

  static Salt draw() {
    Salt drawn = new Salt(RANDOM.nextLong(), RANDOM.nextLong());
    return drawn.equals(NONE) ? draw() : drawn;
  }

  static Salt at(byte[] bytes, int offset) {
    return new Salt(Bytes.longAt(bytes, offset), Bytes.longAt(bytes, offset + Long.BYTES));
  }

  void put(byte[] bytes, int offset) {
    Bytes.putLong(bytes, offset, high);
    Bytes.putLong(bytes, offset + Long.BYTES, low);
  }

  byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    put(bytes, 0);
    return bytes;
  }
}
