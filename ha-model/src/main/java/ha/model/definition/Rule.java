package ha.model.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import ha.model.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A condition on a node's attributes, the date, a resource's agent or an operation.
 *
 * @param role only for this role of the resource, where the rule places one
 */
public record Rule(String id, Combine combine, List<Expression> expressions, Optional<Role> role) {
  public Rule {
    expressions = List.copyOf(expressions);
  }

  /** How the expressions of a rule are joined. */
  public enum Combine {
    AND,
    OR
  }

  /** One condition of a rule. */
  public sealed interface Expression {
    /** A rule inside the rule. */
    record Nested(Rule rule) implements Expression {}

    /**
     * Compares a node attribute.
     *
     * <p>In JSON, {@code type} tells expressions apart, so a component of that name is renamed.
     *
     * @param value absent for {@link Comparison#DEFINED} and {@link Comparison#NOT_DEFINED}
     * @param valueSource where {@code value} is looked up
     */
    record Attribute(
        String attribute,
        Comparison comparison,
        Optional<String> value,
        @JsonProperty("valueType") ValueType type,
        ValueSource valueSource)
        implements Expression {}

    /** True from {@code start} (inclusive) to {@code end} (exclusive), where given. */
    record DateRange(Optional<Instant> start, Optional<Instant> end) implements Expression {}

    /** True from {@code start} for a calendar duration, such as {@code months=1}. */
    record DateDuration(Instant start, SortedMap<String, Long> duration) implements Expression {}

    /**
     * Cron-like ranges of calendar fields as Pacemaker's date_spec: {@code hours=9-17}. Fields:
     * seconds, minutes, hours, monthdays, weekdays, yeardays, months, weeks, years, weekyears.
     */
    record DateSpec(SortedMap<String, String> fields) implements Expression {}

    /** True for {@code length} after each moment at which the Quartz cron expression fires. */
    record Window(String cron, Duration length, String zone) implements Expression {}

    /** True for resources of this agent; absent parts match any. */
    record ResourceMatch(
        Optional<String> standard,
        Optional<String> provider,
        @JsonProperty("agentType") Optional<String> type)
        implements Expression {}

    /** True for operations of this name and, where given, interval. */
    record OperationMatch(String name, Optional<Duration> interval) implements Expression {}
  }

  /** How an attribute is compared. */
  public enum Comparison {
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    EQUAL,
    NOT_EQUAL,
    DEFINED,
    NOT_DEFINED
  }

  /** As what both sides are compared. {@link #AUTO}: as text, or as number for less and greater. */
  public enum ValueType {
    AUTO,
    STRING,
    INTEGER,
    NUMBER,
    VERSION
  }

  /**
   * Where the right-hand value comes from: as written, or from a resource's parameter or option.
   */
  public enum ValueSource {
    LITERAL,
    PARAMETER,
    OPTION
  }
}
