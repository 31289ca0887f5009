package ha.membership.links;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The file that holds the cluster's key. Any content of at least 32 bytes will do; white space at
 * its end does not count, so that copying it as text does no harm. Nobody but its owner may read
 * it.
 */
public final class KeyFile {
  private static final int LONGEST = 4096;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private KeyFile() {}

  /**
   * Writes a new key: 256 random bits as text, mode 0600 from the start.
   *
   * @throws LinksException if the file is there already or cannot be written
   */
  public static void create(Path file) throws LinksException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    byte[] text = Bytes.utf8(Base64.getEncoder().encodeToString(random) + "\n");
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw new LinksException(
          "key file " + file + " is there already; a new key would shut out nodes that have it", e);
    } catch (IOException e) {
      throw new LinksException("cannot write key file " + file + ": " + e.getMessage(), e);
    } finally {
      Arrays.fill(random, (byte) 0);
      Arrays.fill(text, (byte) 0);
    }
  }

  /**
   * Reads the key ring.
   *
   * @param files the file of the key that seals, then, while the key is changed, the other one
   * @throws LinksException if a file is missing, too open, or holds no usable key
   */
  public static KeyRing read(List<Path> files) throws LinksException {
    byte[][] secrets = new byte[files.size()][];
    for (int i = 0; i < secrets.length; i++) {
      secrets[i] = read(files.get(i));
    }
    try {
      return KeyRing.of(secrets);
    } catch (IllegalArgumentException e) {
      throw new LinksException("key file " + files + ": " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws LinksException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      requirePrivate(file);
      long size = channel.size();
      if (size > LONGEST) {
        throw new LinksException(
            "key file " + file + " has " + size + " bytes; at most " + LONGEST + " are expected");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // until it is all there
      }
      int end = bytes.position();
      while (end > 0 && Character.isWhitespace(bytes.get(end - 1))) {
        end--;
      }
      return Arrays.copyOf(bytes.array(), end);
    } catch (NoSuchFileException e) {
      throw new LinksException(
          "key file " + file + " is missing; copy it from another node, or create it once", e);
    } catch (IOException e) {
      throw new LinksException("cannot read key file " + file + ": " + e.getMessage(), e);
    }
  }

  private static void requirePrivate(Path file) throws IOException, LinksException {
    String owner = Files.getOwner(file).getName();
    String user = System.getProperty("user.name", "root");
    if (!owner.equals(user) && !owner.equals("root")) {
      throw new LinksException(
          "key file "
              + file
              + " belongs to "
              + owner
              + ", who may read and change it; run: chown "
              + user
              + " "
              + file);
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    boolean open =
        mode.stream()
            .anyMatch(p -> p.name().startsWith("GROUP_") || p.name().startsWith("OTHERS_"));
    if (open) {
      throw new LinksException(
          "key file "
              + file
              + " has mode "
              + PosixFilePermissions.toString(mode)
              + ", so others may read the cluster's key; run: chmod 600 "
              + file);
    }
  }
}
