package ha.cli.definitions;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.cli.CommandFailure;
import ha.cli.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of definitions as the user named it.
 *
 * @param label for positions: the path, or {@code <stdin>} for {@code -}
 */
public record DefinitionsFile(String label, String text) {
  private static final int LARGEST = 16 << 20;

  /**
   * Reads it.
   *
   * @throws CommandFailure if it cannot be read, is not UTF-8, or is larger than 16 MiB
   */
  public static DefinitionsFile read(String name, Context context) {
    String label = name.equals("-") ? "<stdin>" : name;
    try (InputStream in = name.equals("-") ? context.in() : Files.newInputStream(Path.of(name))) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw failure(label, "the file is larger than 16 MiB", "a file of definitions");
      }
      return new DefinitionsFile(
          label, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (NoSuchFileException e) {
      throw failure(label, "there is no such file", "a file of definitions, or - for the input");
    } catch (CharacterCodingException e) {
      throw failure(label, "the file is not UTF-8 text", "YAML in UTF-8");
    } catch (IOException e) {
      throw failure(label, "the file cannot be read: " + e.getMessage(), "a file to read");
    }
  }

  private static CommandFailure failure(String label, String message, String expected) {
    return new CommandFailure(
        new ApiError(Kind.USAGE, message, label, expected, "name another file"));
  }
}
