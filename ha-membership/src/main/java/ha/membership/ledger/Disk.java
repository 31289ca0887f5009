package ha.membership.ledger;

import java.io.IOException;
import java.util.List;

/**
 * A directory of plain files, with each step that a crash may separate from the next as an
 * operation of its own. Used by one thread.
 */
public interface Disk extends AutoCloseable {
  /** Names of all files, sorted. */
  List<String> list() throws IOException;

  /** Whole content of a file. */
  byte[] read(String name) throws IOException;

  /** Creates or replaces a file; durable only after {@link #sync} and {@link #syncDirectory}. */
  void write(String name, byte[] content) throws IOException;

  /** Adds to the end of a file; durable only after {@link #sync}. */
  void append(String name, byte[] content) throws IOException;

  /** Cuts a file; durable only after {@link #sync}. */
  void truncate(String name, long length) throws IOException;

  /** Makes a file's content durable. */
  void sync(String name) throws IOException;

  /** Gives a file another name, in the place of whatever had it. */
  void rename(String from, String to) throws IOException;

  /** Makes creations, renames and deletions durable. */
  void syncDirectory() throws IOException;

  /** Removes a file. */
  void delete(String name) throws IOException;

  @Override
  void close() throws IOException;
}
