package ha.policy.situation;

import ha.model.Role;
import ha.model.definition.SourcePosition;
import java.util.Optional;

/** {@code dependent} wants to be where {@code primary} is (below zero: is not). */
public record Colocation(
    String id,
    String kind,
    Resource dependent,
    Optional<Role> dependentRole,
    Resource primary,
    Optional<Role> primaryRole,
    int score,
    String attribute,
    boolean influence,
    SourcePosition position) {
  public static final String NODE_NAME = "#uname";

  /** Kind of a colocation of what lives in a container with it. */
  public static final String CONTAINER = "container";

  /** Whether the dependent's wishes count when the primary is placed: they may not move it. */
  public boolean influences() {
    boolean cheapToMove = kind.equals(CONTAINER) && score < Scores.INFINITY;
    if (cheapToMove && !primary.failed && primary.active.size() == 1) {
      return false;
    }
    return influence || primary.active.isEmpty();
  }
}
