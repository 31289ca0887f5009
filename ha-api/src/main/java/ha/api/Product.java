package ha.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What this program is. */
public final class Product {
  private Product() {}

  /** Version of the build that these classes are from. */
  public static String version() {
    try (InputStream text = Product.class.getResourceAsStream("version.txt")) {
      return text == null
          ? "unknown"
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
