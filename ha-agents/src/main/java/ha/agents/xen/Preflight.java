package ha.agents.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a host can take a domain, asked before the domain is touched: nothing there has its name
 * or UUID, there is memory for it, its disks are there, and the hypervisor is not an older one.
 */
final class Preflight {
  private final Hypervisor source;
  private final Hypervisor target;
  private final String host;

  Preflight(Hypervisor source, Hypervisor target, String host) {
    this.source = source;
    this.target = target;
    this.host = host;
  }

  /** Everything that stands against it; empty if nothing does. */
  List<String> problems(Domain domain, Identity identity, List<String> disks, boolean checkMemory)
      throws InterruptedException {
    Hypervisor.Seen look = target.look();
    if (!(look instanceof Hypervisor.Seen.Domains there)) {
      return List.of(host + " cannot be asked: " + look.problem().reason());
    }
    List<String> problems = new ArrayList<>(clashes(domain, identity, there.all()));
    Map<String, String> info = target.info();
    if (checkMemory) {
      memory(domain, info).ifPresent(problems::add);
    }
    version(source.info(), info).ifPresent(problems::add);
    for (String disk : disks) {
      if (target.has(disk).filter(present -> !present).isPresent()) {
        problems.add("disk " + disk + " is not on " + host);
      }
    }
    return problems;
  }

  private List<String> clashes(Domain domain, Identity identity, List<Domain> there) {
    List<String> found = new ArrayList<>();
    for (Domain other : there) {
      boolean sameUuid = domain.uuid().isPresent() && domain.uuid().equals(other.uuid());
      if (other.id() != 0 && (sameUuid || identity.isOurs(other))) {
        found.add((sameUuid ? "UUID" : "name") + " clash on " + host + ": " + other.sentence());
      }
    }
    identity.clash(there).ifPresent(c -> found.add(host + ": " + c));
    return found;
  }

  private Optional<String> memory(Domain domain, Map<String, String> info) {
    return number(info, "free_memory")
        .filter(free -> free < domain.memoryMib())
        .map(free ->
            host
                + " has "
                + free
                + " MiB of memory free, and the domain needs "
                + domain.memoryMib()
                + " MiB");
  }

  /** Xen takes domains from older hypervisors, not from newer ones. */
  private Optional<String> version(Map<String, String> ours, Map<String, String> theirs) {
    Optional<Long> here = version(ours);
    Optional<Long> there = version(theirs);
    return here.isPresent() && there.isPresent() && there.get() < here.get()
        ? Optional.of("the hypervisor on " + host + " is older than the one here")
        : Optional.empty();
  }

  private static Optional<Long> version(Map<String, String> info) {
    Optional<Long> major = number(info, "xen_major");
    Optional<Long> minor = number(info, "xen_minor");
    return major.flatMap(a -> minor.map(b -> a * 1000 + b));
  }

  private static Optional<Long> number(Map<String, String> info, String key) {
    return Optional.ofNullable(info.get(key))
        .filter(v -> v.matches("[0-9]{1,9}"))
        .map(Long::parseLong);
  }
}
