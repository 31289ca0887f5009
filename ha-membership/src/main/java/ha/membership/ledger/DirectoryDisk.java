package ha.membership.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A real directory: 0700, its files 0600, held by one process at a time. */
public final class DirectoryDisk implements Disk {
  private static final String LOCK = "lock";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;
  private final FileChannel lockChannel;

  private DirectoryDisk(Path directory, FileChannel lockChannel) {
    this.directory = directory;
    this.lockChannel = lockChannel;
  }

  /**
   * Opens a directory, which is made if it is not there, and holds it until closed.
   *
   * @throws IOException if another process holds it, or others than its owner may enter it
   */
  public static DirectoryDisk open(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          directory
              + " is open to others ("
              + PosixFilePermissions.toString(permissions)
              + "), expected rwx------: run chmod 700 "
              + directory);
    }
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            FILE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryDisk(directory, channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw new IOException(directory + " is in use by this very process", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new IOException(
        directory + " is in use by another daemon: stop that one, or give this one its own");
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(LOCK))
          .sorted()
          .toList();
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(
          file
              + " cannot be read ("
              + e.getMessage()
              + "); expected a file of the ledger. If this file system was damaged, check it (fsck)"
              + " and, while hactl status elsewhere shows another node as leader, move the"
              + " directory away: what it held comes from there",
          e);
    }
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    put(
        name,
        content,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public void append(String name, byte[] content) throws IOException {
    put(name, content, Set.of(StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
  }

  private void put(String name, byte[] content, Set<? extends OpenOption> how) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(name), how, FILE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  @Override
  public void truncate(String name, long length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(name), StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Override
  public void sync(String name) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(name), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        directory.resolve(from),
        directory.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void syncDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public void close() throws IOException {
    // Gives the lock back, too.
    lockChannel.close();
  }
}
