package ha.checks.modules.samples.sleeping;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.time.Duration;

final class Sleeping {
  private Sleeping() {}

  static void sleep() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(1));
  }

  static Object read(InputStream in) throws IOException, ClassNotFoundException {
    return new ObjectInputStream(in).readObject();
  }
}
