package ha.policy.cib;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is inside a clone or bundle. It has no name of its own for constraints: Pacemaker passes
 * over those that name it (measured with 2.1.5).
 */
final class CibParts {
  private final Set<String> names = new HashSet<>();

  private CibParts() {}

  static CibParts of(XmlElement cib) {
    CibParts parts = new CibParts();
    for (XmlElement configuration : cib.all("configuration")) {
      configuration.inside("resources").forEach(resource -> parts.find(resource, false));
    }
    return parts;
  }

  private void find(XmlElement e, boolean inside) {
    boolean resource = e.name().equals("primitive") || e.name().equals("group");
    boolean copied =
        e.name().equals("clone") || e.name().equals("master") || e.name().equals("bundle");
    if (inside && resource) {
      names.add(e.id());
    }
    e.children().forEach(child -> find(child, inside || copied));
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  /** The part that a constraint, or a set of resources in one, names. */
  Optional<String> namedBy(XmlElement e) {
    Stream<String> attributes =
        Stream.of("rsc", "with-rsc", "first", "then")
            .flatMap(attribute -> e.attribute(attribute).stream());
    Stream<String> members = e.all("resource_ref").stream().map(XmlElement::id);
    return Stream.concat(attributes, members).filter(names::contains).findFirst();
  }
}
