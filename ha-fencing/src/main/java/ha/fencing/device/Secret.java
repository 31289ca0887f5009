package ha.fencing.device;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A secret held only while it is needed: {@link #close} wipes it. Its text form tells nothing.
 *
 * <p>Not for use by several threads at once.
 */
public final class Secret implements AutoCloseable {
  private static final int LONGEST = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret with a copy of {@code bytes}. */
  public static Secret of(byte[] bytes) {
    return new Secret(bytes.clone());
  }

  /** No secret at all. */
  public static Secret none() {
    return new Secret(new byte[0]);
  }

  /**
   * Reads the first line of a file that only its owner, this process's user or root, may open.
   *
   * @throws SecretUnusable that says why and what to do
   */
  public static Secret read(Path file) throws SecretUnusable {
    byte[] buffer = new byte[LONGEST + 1];
    try {
      checkMode(file);
      int length;
      try (InputStream in = Files.newInputStream(file)) {
        length = in.readNBytes(buffer, 0, buffer.length);
      }
      int end = 0;
      while (end < length && buffer[end] != '\n' && buffer[end] != '\r') {
        end++;
      }
      if (end == 0) {
        throw new SecretUnusable("secret file " + file + " is empty");
      }
      if (end > LONGEST) {
        throw new SecretUnusable("secret file " + file + " is longer than " + LONGEST + " bytes");
      }
      return new Secret(Arrays.copyOf(buffer, end));
    } catch (NoSuchFileException e) {
      throw new SecretUnusable("secret file " + file + " does not exist");
    } catch (IOException e) {
      throw new SecretUnusable("secret file " + file + " cannot be read: " + e.getMessage());
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  /**
   * Checks owner and mode of a secret file without reading it.
   *
   * @throws SecretUnusable that says why and what to do
   */
  public static void check(Path file) throws SecretUnusable {
    try {
      checkMode(file);
    } catch (NoSuchFileException e) {
      throw new SecretUnusable("secret file " + file + " does not exist");
    } catch (IOException e) {
      throw new SecretUnusable("secret file " + file + " cannot be read: " + e.getMessage());
    }
  }

  private static void checkMode(Path file) throws IOException, SecretUnusable {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new SecretUnusable("secret file " + file + " is not a regular file");
    }
    for (PosixFilePermission permission : attributes.permissions()) {
      if (OTHERS.contains(permission)) {
        throw new SecretUnusable(
            "secret file "
                + file
                + " has mode "
                + PosixFilePermissions.toString(attributes.permissions())
                + "; only its owner may have access: chmod 600 "
                + file);
      }
    }
    String owner = attributes.owner().getName();
    Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Object uid = Files.getAttribute(file, "unix:uid");
    if (!uid.equals(me) && !uid.equals(0)) {
      throw new SecretUnusable(
          "secret file "
              + file
              + " belongs to "
              + owner
              + "; expected this process's user or root");
    }
  }

  /** The secret itself, not a copy: wiped by {@link #close}. */
  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.length;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "Secret[***]";
  }

  /** A secret file that is missing, empty or open to others. */
  public static final class SecretUnusable extends Exception {
    /** With a message for people. */
    public SecretUnusable(String message) {
      super(message);
    }
  }
}
