package ha.cli.status;

import ha.api.ClusterStatus;
import ha.api.ResourceStatus;
import ha.api.ResourceStatus.Instance;
import ha.api.ResourceStatus.Kind;
import ha.api.ResourceStatus.State;
import ha.cli.text.Line;
import ha.cli.text.Page;
import ha.cli.text.Table;
import ha.cli.text.Tone;
import ha.model.NodeName;
import ha.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** The resources as a tree: groups with their members, clones with their instances. */
final class ResourcesView {
  private final ClusterStatus status;
  private final boolean part;
  private final boolean wide;
  private final InstanceWords words;
  private final Table table;

  /** Leaves out what is not active if {@code part}. */
  ResourcesView(ClusterStatus status, boolean part, boolean wide) {
    this.status = status;
    this.part = part;
    this.wide = wide;
    this.words = new InstanceWords(status.at());
    int kept = Integer.MAX_VALUE;
    this.table = new Table(kept, kept, 1, kept);
  }

  void onto(Page page) {
    page.heading("Resources");
    if (status.resources().isEmpty()) {
      String none = status.revision() == 0 ? "none defined; begin with: hactl apply FILE" : "none";
      page.add("  ", "  ", Line.of(Tone.FAINT, none));
      return;
    }
    shown(status.resources()).forEach(resource -> add(resource, "", ""));
    table.onto(page, 2);
  }

  private List<ResourceStatus> shown(List<ResourceStatus> resources) {
    return resources.stream().filter(r -> !part || !Located.activeOn(r).isEmpty()).toList();
  }

  /**
   * Adds a resource and what it holds.
   *
   * @param branch drawn before its own line
   * @param trunk drawn before the lines of what it holds
   */
  private void add(ResourceStatus resource, String branch, String trunk) {
    Health health = Health.of(resource);
    table.row(
        Line.of(Tone.FAINT, branch)
            .plus(health.mark())
            .plus(" ")
            .plus(branch.isEmpty() ? Tone.STRONG : Tone.PLAIN, resource.id().value()),
        state(resource),
        wide ? Line.of(Tone.FAINT, agent(resource)) : Line.EMPTY,
        notes(resource));
    List<ResourceStatus> children = shown(resource.children());
    List<Instance> rows = instanceRows(resource);
    int last = children.size() + rows.size() - 1;
    for (int i = 0; i < rows.size(); i++) {
      addInstance(rows.get(i), trunk + (i == last ? "└─ " : "├─ "));
    }
    for (int i = 0; i < children.size(); i++) {
      boolean end = rows.size() + i == last;
      add(children.get(i), trunk + (end ? "└─ " : "├─ "), trunk + (end ? "   " : "│  "));
    }
  }

  private void addInstance(Instance instance, String branch) {
    String name = instance.node().map(NodeName::value).orElse(instance.id().value());
    table.row(
        Line.of(Tone.FAINT, branch).plus(Health.of(instance).mark()).plus(" " + name),
        words.without(instance),
        Line.EMPTY,
        Line.EMPTY);
  }

  /** Copies get lines of their own where one line cannot tell the tale. */
  private List<Instance> instanceRows(ResourceStatus resource) {
    boolean calm =
        resource.instances().stream()
            .allMatch(i ->
                i.running().isEmpty() && i.state() != State.FAILED && i.state() != State.UNKNOWN);
    boolean copies = isClone(resource) && !resource.instances().isEmpty();
    return copies && (wide || !calm || resource.kind() == Kind.PROMOTABLE_CLONE)
        ? resource.instances()
        : List.of();
  }

  private Line state(ResourceStatus resource) {
    if (resource.kind() == Kind.GROUP) {
      return group(resource);
    }
    if (isClone(resource)) {
      return instanceRows(resource).isEmpty()
          ? clone(resource)
          : Line.of(Tone.FAINT, kind(resource));
    }
    return resource.instances().isEmpty()
        ? words.stopped(resource.targetRole() != Role.STOPPED)
        : Line.join(
            ", ",
            resource.instances().stream()
                .map(i -> words.with(i, resource.targetRole() != Role.STOPPED))
                .toList());
  }

  private Line group(ResourceStatus group) {
    SortedSet<NodeName> nodes = Located.activeOn(group);
    long active =
        group.children().stream().filter(member -> !Located.activeOn(member).isEmpty()).count();
    if (active == 0) {
      return words.stopped(group.targetRole() != Role.STOPPED);
    }
    String count =
        active == group.children().size() ? "" : active + " of " + group.children().size() + " ";
    return Line.of(Tone.FAINT, "group " + count + "on ").plus(joined(nodes));
  }

  private Line clone(ResourceStatus clone) {
    SortedSet<NodeName> nodes = Located.activeOn(clone);
    if (nodes.isEmpty()) {
      return Line.of(Tone.FAINT, "clone ").plus(words.stopped(clone.targetRole() != Role.STOPPED));
    }
    return Line.of(Tone.FAINT, "clone on ").plus(joined(nodes));
  }

  private static String joined(SortedSet<NodeName> nodes) {
    return String.join(", ", nodes.stream().map(NodeName::value).toList());
  }

  private static boolean isClone(ResourceStatus resource) {
    return resource.kind() == Kind.CLONE || resource.kind() == Kind.PROMOTABLE_CLONE;
  }

  private static String kind(ResourceStatus resource) {
    return resource.kind() == Kind.PROMOTABLE_CLONE ? "promotable clone" : "clone";
  }

  private static String agent(ResourceStatus resource) {
    return resource.agent();
  }

  private static Line notes(ResourceStatus resource) {
    List<Line> notes = new ArrayList<>();
    if (!resource.blocked().isEmpty()) {
      notes.add(Line.of(Tone.BAD, "blocked: " + resource.blocked()));
    }
    if (!resource.managed()) {
      notes.add(Line.of(Tone.WARNING, "hands off"));
    }
    if (resource.targetRole() == Role.STOPPED) {
      notes.add(Line.of(Tone.FAINT, "stopped on purpose"));
    }
    if (!resource.failures().isEmpty() && resource.blocked().isEmpty()) {
      notes.add(Line.of(Tone.WARNING, "has failed, see below"));
    }
    for (ResourceStatus.Timeouts timeouts : resource.timeouts()) {
      String times = timeouts.count() == 1 ? "once" : timeouts.count() + " times";
      notes.add(
          Line.of(
              Tone.FAINT,
              "monitor slow: timed out " + times + " on " + timeouts.node() + ", asked again"));
    }
    return Line.join(" · ", notes);
  }
}
