package ha.api;

/** What came of a request. */
public sealed interface Reply<A> {
  /** It was answered. */
  record Done<A>(A answer) implements Reply<A> {}

  /** It was not done. */
  record Failed<A>(ApiError error) implements Reply<A> {}
}
