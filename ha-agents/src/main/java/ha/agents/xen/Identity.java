package ha.agents.xen;

import java.util.List;
import java.util.Optional;

/**
 * What a resource's domain is told by.
 *
 * @param uuid where it is known: then a domain with this UUID is ours under whatever name, and one
 *     of our name with another UUID is not
 */
record Identity(String name, Optional<String> uuid) {
  /** The form in which it is remembered. */
  String line() {
    return name + uuid.map(u -> " " + u).orElse("");
  }

  static Identity ofLine(String line) {
    String[] words = line.split(" ", 2);
    return new Identity(
        words[0], words.length > 1 ? Optional.of(words[1]) : Optional.<String>empty());
  }

  boolean isOurs(Domain domain) {
    if (domain.id() == 0) {
      return false;
    }
    return (uuid.isPresent() && domain.uuid().isPresent())
        ? domain.uuid().equals(uuid)
        : domain.name().equals(name) || isHalfByName(domain);
  }

  /** Our domain, not a half of a migration; of several the one of our name. */
  Optional<Domain> in(List<Domain> domains) {
    List<Domain> ours = domains.stream().filter(d -> isOurs(d) && !d.isHalf()).toList();
    return ours.stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .or(() -> ours.stream().findFirst());
  }

  /** Another domain that has our UUID besides ours, in words; empty if there is none. */
  Optional<String> copy(List<Domain> domains) {
    Optional<Domain> ours = in(domains);
    return domains.stream()
        .filter(d -> isOurs(d) && !d.isHalf() && ours.filter(o -> o.id() != d.id()).isPresent())
        .findFirst()
        .map(d ->
            "UUID clash: "
                + d.sentence()
                + " has the UUID of "
                + ours.map(Domain::sentence).orElse("ours")
                + "; destroy it, and give it a UUID of its own");
  }

  /** What a migration that did not end has left of our domain. */
  List<Domain> halves(List<Domain> domains) {
    return domains.stream().filter(d -> d.isHalf() && isHalfByName(d)).toList();
  }

  private boolean isHalfByName(Domain domain) {
    return domain.name().equals(name + Domain.INCOMING) || domain.name().equals(name + Domain.SENT);
  }

  /** A domain that is not ours and has our name, in words; empty if there is none. */
  Optional<String> clash(List<Domain> domains) {
    return domains.stream()
        .filter(d -> d.name().equals(name) && !isOurs(d))
        .findFirst()
        .map(d ->
            "name clash: "
                + d.sentence()
                + " is not ours, which has UUID "
                + uuid.orElse("?")
                + "; rename or destroy it");
  }
}
