package ha.checks.tidy;

import ha.checks.Project;
import java.util.stream.Stream;

/** One rule; finds nothing in a tidy project. */
interface Rule {
  Stream<Finding> check(Project project);
}
