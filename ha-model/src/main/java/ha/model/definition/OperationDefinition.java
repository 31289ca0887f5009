package ha.model.definition;

import java.time.Duration;
import java.util.List;

/**
 * How one operation of a resource is to be run.
 *
 * @param name {@code start}, {@code stop}, {@code monitor}, {@code promote} …
 * @param interval zero: not recurring
 * @param options {@code timeout}, {@code on-fail}, {@code role}, {@code enabled}, {@code
 *     start-delay}, {@code record-pending}, … as text, by rule; the operation's own attributes are
 *     a set of infinite priority
 * @param parameters what the agent is given for this operation only
 */
public record OperationDefinition(
    String id,
    String name,
    Duration interval,
    List<AttributeSet> options,
    List<AttributeSet> parameters,
    SourcePosition position) {
  public OperationDefinition {
    options = List.copyOf(options);
    parameters = List.copyOf(parameters);
  }

  /** An operation without parameters of its own. */
  public OperationDefinition(
      String id,
      String name,
      Duration interval,
      List<AttributeSet> options,
      SourcePosition position) {
    this(id, name, interval, options, List.of(), position);
  }
}
