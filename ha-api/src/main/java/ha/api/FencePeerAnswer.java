package ha.api;

/**
 * What a device that has lost its peer may do.
 *
 * @param epoch of the declaration that the peer's replica is behind, to ask again with
 * @param text why, one sentence
 */
public record FencePeerAnswer(Word word, long epoch, String text) {

  /** Whether the peer can do harm. */
  public enum Word {
    /** It may still write: ask again. */
    WAIT,
    /** Its replica cannot be promoted any more. */
    OUTDATED,
    /** Its node is off. */
    OFF
  }
}
