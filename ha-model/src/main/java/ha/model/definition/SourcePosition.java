package ha.model.definition;

/**
 * Where a definition was read: file as the user named it, line and column from 1. {@link #NONE} for
 * what no file holds.
 */
public record SourcePosition(String file, int line, int column) {
  public static final SourcePosition NONE = new SourcePosition("", 0, 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
