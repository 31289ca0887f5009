package ha.policy.pacemaker;

import ha.model.definition.SourcePosition;

/**
 * Something about an import that the operator should know.
 *
 * @param position where it stands in the file that was imported
 * @param text what it is about, one sentence
 * @param advice what to do, or empty
 */
public record Note(Kind kind, SourcePosition position, String text, String advice) {
  /** What became of it. */
  public enum Kind {
    /** Something that only the operator can put in its place. */
    TO_DO,
    /** It is not in the definitions. */
    LEFT_OUT,
    /** It is there, said in another way. */
    CHANGED
  }

  @Override
  public String toString() {
    String where = position.line() == 0 ? "" : position + ": ";
    return where + text + (advice.isEmpty() ? "" : "; " + advice);
  }
}
