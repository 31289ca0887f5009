package ha.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A file system of one mebibyte in the place of a directory, whose files are kept. */
final class TinyDisk implements AutoCloseable {
  private final Path directory;
  private final Thread atExit = Thread.ofPlatform().unstarted(this::unmount);

  private TinyDisk(Path directory) {
    this.directory = directory;
  }

  /** Skips the test where nothing can be mounted. */
  static TinyDisk mount(Path directory) throws IOException {
    Needs.root();
    Path aside = directory.resolveSibling("aside");
    copy(directory, Files.createDirectories(aside));
    Tool.Result mounted =
        Tool.run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "e2e", directory.toString());
    if (mounted.exitCode() != 0) {
      Needs.missing("nothing can be mounted here: " + mounted.said());
    }
    TinyDisk disk = new TinyDisk(directory);
    Runtime.getRuntime().addShutdownHook(disk.atExit);
    copy(aside, directory);
    Site.delete(aside);
    return disk;
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(from)) {
      all.forEach(files::add);
    }
    for (Path file : files) {
      Files.copy(
          file, to.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Leaves no room at all. */
  void fill() {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full, as it is to be.
    }
  }

  /** There is room again. */
  void free() {
    try {
      Files.deleteIfExists(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  private void unmount() {
    Tool.run("umount", "--lazy", directory.toString());
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    unmount();
  }
}
