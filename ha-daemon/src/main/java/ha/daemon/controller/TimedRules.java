package ha.daemon.controller;

import ha.model.definition.AttributeSet;
import ha.model.definition.Constraint;
import ha.model.definition.Constraint.Location;
import ha.model.definition.Constraint.Preference;
import ha.model.definition.Constraint.Preference.ScoredRule;
import ha.model.definition.Definitions;
import ha.model.definition.OperationDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Group;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.Rule;
import ha.model.definition.Rule.Expression;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The moments at which rules about dates may change their mind. Ends of date ranges are known
 * exactly; where there are calendar fields or windows, each full minute is such a moment.
 */
final class TimedRules {
  private final TreeSet<Instant> edges = new TreeSet<>();
  private boolean byMinute;

  private TimedRules() {}

  /** Those of all rules in {@code definitions}. */
  static TimedRules of(Definitions definitions) {
    TimedRules found = new TimedRules();
    found.sets(definitions.clusterOptions());
    found.sets(definitions.resourceDefaults());
    found.sets(definitions.operationDefaults());
    definitions
        .nodes()
        .values()
        .forEach(node -> {
          found.sets(node.attributes());
          found.sets(node.utilization());
        });
    definitions.resources().values().forEach(found::resource);
    definitions.constraints().forEach(found::constraint);
    return found;
  }

  /** The next moment after {@code now}; empty if time changes nothing. */
  Optional<Instant> next(Instant now) {
    Optional<Instant> edge = Optional.ofNullable(edges.higher(now));
    if (!byMinute) {
      return edge;
    }
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    return Optional.of(edge.filter(minute::isAfter).orElse(minute));
  }

  private void resource(ResourceDefinition definition) {
    sets(definition.options());
    switch (definition) {
      case Primitive p -> {
        sets(p.parameters());
        sets(p.utilization());
        p.operations().stream().map(OperationDefinition::options).forEach(this::sets);
      }
      case Group g -> {
        sets(g.parameters());
        g.members().forEach(this::resource);
      }
      case Clone c -> {
        sets(c.parameters());
        resource(c.child());
      }
      case ResourceDefinition.Bundle b -> b.child().ifPresent(this::resource);
    }
  }

  private void constraint(Constraint constraint) {
    if (constraint instanceof Location l && l.preference() instanceof Preference.ByRule byRule) {
      byRule.rules().stream().map(ScoredRule::rule).forEach(this::rule);
    }
  }

  private void sets(Iterable<AttributeSet> sets) {
    sets.forEach(set -> set.rule().ifPresent(this::rule));
  }

  private void rule(Rule rule) {
    rule.expressions().forEach(this::expression);
  }

  private void expression(Expression expression) {
    switch (expression) {
      case Expression.Nested e -> rule(e.rule());
      case Expression.DateRange e -> {
        e.start().ifPresent(edges::add);
        e.end().ifPresent(edges::add);
      }
      case Expression.DateDuration ignored -> byMinute = true;
      case Expression.DateSpec ignored -> byMinute = true;
      case Expression.Window ignored -> byMinute = true;
      case Expression.Attribute ignored -> {}
      case Expression.ResourceMatch ignored -> {}
      case Expression.OperationMatch ignored -> {}
    }
  }
}
