package ha.fencing.disk;

import java.io.IOException;

/** The disk answers, but what stands there is not what is needed. The message is for people. */
public final class DiskUnusable extends IOException {
  private static final long serialVersionUID = 1;

  DiskUnusable(String message) {
    super(message);
  }
}
