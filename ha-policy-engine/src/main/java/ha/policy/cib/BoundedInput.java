package ha.policy.cib;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Input that ends with an error when there is too much of it. */
final class BoundedInput extends FilterInputStream {
  private long left;

  /** Input of at most {@code limit} bytes. */
  BoundedInput(InputStream in, long limit) {
    super(in);
    this.left = limit;
  }

  /** There was more. */
  static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) {
    left -= read;
    if (left < 0) {
      throw new TooMuch();
    }
  }
}
