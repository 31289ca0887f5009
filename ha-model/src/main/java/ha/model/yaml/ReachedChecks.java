package ha.model.yaml;

import ha.model.definition.Definitions;
import ha.model.definition.OptionNames;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;

/**
 * Nodes that are reached through a resource (remote nodes, guests, containers) are planned for, but
 * no daemon runs anything on them: told of, so that nobody waits for it.
 */
final class ReachedChecks {
  private static final String REMOTE = "ocf:pacemaker:remote";

  private final Findings findings;

  private ReachedChecks(Findings findings) {
    this.findings = findings;
  }

  static void run(Definitions definitions, Findings findings) {
    ReachedChecks checks = new ReachedChecks(findings);
    definitions.resources().values().forEach(checks::resource);
  }

  private void resource(ResourceDefinition resource) {
    switch (resource) {
      case Primitive primitive -> primitive(primitive);
      case ResourceDefinition.Group group -> group.members().forEach(this::primitive);
      case ResourceDefinition.Clone clone -> resource(clone.child());
      case ResourceDefinition.Bundle bundle ->
          bundle
              .child()
              .ifPresent(child ->
                  tell(
                      child.position(),
                      "'"
                          + child.id()
                          + "' is to run inside of the containers of '"
                          + bundle.id()
                          + "'",
                      "let the image start what is to run, and remove run"));
    }
  }

  private void primitive(Primitive primitive) {
    if (primitive.agent().toString().equals(REMOTE)) {
      tell(
          primitive.position(),
          "'" + primitive.id() + "' is a connection to a remote node",
          "run had on that node, and make it a member");
    } else if (Clusterwide.first(primitive.options(), OptionNames.Resource.REMOTE_NODE)
        .isPresent()) {
      tell(
          primitive.position(),
          "'" + primitive.id() + "' holds a guest node",
          "watch what runs in it with the agent of '"
              + primitive.id()
              + "', and remove remote-node");
    }
  }

  private void tell(SourcePosition position, String what, String fix) {
    findings.warning(
        position,
        what + "; this is planned and can be simulated, but had does not run anything there",
        "resources on members",
        fix);
  }
}
