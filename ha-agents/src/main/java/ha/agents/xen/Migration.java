package ha.agents.xen;

import ha.agents.AgentCall;
import ha.agents.AgentResult;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.xen.Domain.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One live migration, seen from the source. Whatever {@code xl} says of it, both hosts are looked
 * at afterwards; the copy here is resumed only when there is certainly none at the target.
 */
final class Migration {
  private static final int RESERVED_SHARE = 5;
  private static final Duration MOST_RESERVED = Duration.ofSeconds(20);

  private final AgentCall call;
  private final Identity identity;
  private final String host;
  private final Hypervisor here;
  private final Hypervisor there;

  Migration(AgentCall call, Identity identity, String host) {
    this.call = call;
    this.identity = identity;
    this.host = host;
    this.here = Hypervisor.here(call);
    this.there = Hypervisor.at(call, host);
  }

  AgentResult run(Domain domain, List<String> disks) throws InterruptedException {
    List<String> problems =
        new Preflight(here, there, host)
            .problems(domain, identity, disks, XenParameters.checksMemory(call));
    if (!problems.isEmpty()) {
      return AgentResult.failed(
          "not migrated, and the domain goes on here untouched: "
              + String.join("; ", problems)
              + " (it took: "
              + there.steps()
              + ")");
    }
    Duration share = call.timeout().dividedBy(RESERVED_SHARE);
    Duration reserved = share.compareTo(MOST_RESERVED) < 0 ? share : MOST_RESERVED;
    Duration forIt = call.remaining().minus(reserved);
    Optional<AgentResult> said = here.migrate(domain.id(), host, call.clock().now().plus(forIt));
    return settle(said.map(AgentResult::reason).orElse(""));
  }

  /** What became of it; {@code words} are those of a failed {@code xl}. */
  private AgentResult settle(String words) throws InterruptedException {
    if (!(here.look() instanceof Hypervisor.Seen.Domains ours)) {
      return new Unknown("the domains here cannot be seen after the migration; xl said: " + words);
    }
    Optional<Domain> stayed = identity.in(ours.all());
    List<Domain> sent = identity.halves(ours.all());
    return switch (there.look()) {
      case Hypervisor.Seen.Unclear unclear -> targetUnclear(stayed, words, unclear.problem());
      case Hypervisor.Seen.Domains theirs -> {
        Optional<Domain> arrived = identity.in(theirs.all());
        yield arrived.isPresent()
            ? arrived(arrived.get(), stayed, sent)
            : stayed(theirs.all(), stayed, sent, words);
      }
    };
  }

  private AgentResult targetUnclear(Optional<Domain> stayed, String words, AgentResult why) {
    // The target lets its copy run only after the one here was suspended.
    return stayed.filter(Domain::mayRun).isPresent()
        ? AgentResult.failed("migration failed, and the domain goes on here: " + words)
        : new Unknown(
            "nobody can tell whether the domain runs on "
                + host
                + ", so it is not resumed here: "
                + why.reason()
                + (words.isEmpty() ? "" : "; xl said: " + words));
  }

  private AgentResult arrived(Domain arrived, Optional<Domain> stayed, List<Domain> sent)
      throws InterruptedException {
    if (stayed.filter(Domain::mayRun).isPresent() && arrived.mayRun()) {
      here.change("pause", Integer.toString(stayed.get().id()));
      return new Unknown(
          "the domain ran here and on " + host + "; it was paused here: " + arrived.sentence());
    }
    if (!arrived.mayRun()) {
      return stayed.filter(Domain::mayRun).isPresent()
          ? AgentResult.failed(
              "migration failed, and the domain goes on here; there is a copy on "
                  + host
                  + ": "
                  + arrived.sentence())
          : new Unknown(
              "the copy on " + host + " does not run, and none here: " + arrived.sentence());
    }
    for (Domain half : sent) {
      here.change("destroy", Integer.toString(half.id()));
    }
    if (stayed.isPresent()) {
      here.change("destroy", Integer.toString(stayed.get().id()));
    }
    return AgentResult.OK;
  }

  /** The target has none. */
  private AgentResult stayed(
      List<Domain> theirs, Optional<Domain> stayed, List<Domain> sent, String words)
      throws InterruptedException {
    for (Domain half : identity.halves(theirs)) {
      if (!half.mayRun()) {
        there.change("destroy", Integer.toString(half.id()));
      }
    }
    if (stayed.filter(Domain::mayRun).isPresent()) {
      return AgentResult.failed("migration failed, and the domain goes on here: " + words);
    }
    Optional<Domain> kept = stayed.or(() -> sent.stream().findFirst());
    if (kept.isEmpty()) {
      return AgentResult.failed(
          "the domain is neither here nor on " + host + " after the migration; xl said: " + words);
    }
    if (kept.get().state() != State.PAUSED) {
      return AgentResult.failed(
          "migration failed, and what is left here cannot be resumed ("
              + kept.get().sentence()
              + "): "
              + words);
    }
    return resumed(kept.get(), words);
  }

  private AgentResult resumed(Domain kept, String words) throws InterruptedException {
    String id = Integer.toString(kept.id());
    Optional<AgentResult> failed =
        kept.isHalf() ? here.change("rename", id, identity.name()) : Optional.empty();
    if (failed.isEmpty()) {
      failed = here.change("unpause", id);
    }
    return failed.isEmpty()
        ? AgentResult.failed("migration failed, and the domain was resumed here: " + words)
        : new TimedOut(
            "migration failed (" + words + "), and resuming here, too: " + failed.get().reason());
  }
}
