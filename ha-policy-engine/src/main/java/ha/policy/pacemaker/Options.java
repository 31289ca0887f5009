package ha.policy.pacemaker;

import ha.model.definition.AttributeSet;
import ha.model.definition.OptionTable;
import ha.model.definition.OptionTable.Option;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.SourcePosition;
import ha.policy.cib.CibNames;
import ha.policy.cib.CibPositions;
import ha.policy.options.Values;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Takes over options. */
final class Options {
  /** Why options of Pacemaker's cluster have no meaning here. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("cluster-infrastructure", "Pacemaker writes it for itself"),
          Map.entry("dc-version", "Pacemaker writes it for itself"),
          Map.entry("last-lrm-refresh", "Pacemaker writes it for itself"),
          Map.entry("cluster-recheck-interval", "time rules are followed when they change"),
          Map.entry("have-watchdog", "a watchdog is no fence device here"),
          Map.entry("stonith-watchdog-timeout", "a watchdog is no fence device here"),
          Map.entry("enable-acl", "who may do what follows from the socket's owner and group"),
          Map.entry("dc-deadtime", "startup-wait and detection under cluster: say it"),
          Map.entry("election-timeout", "startup-wait and detection under cluster: say it"),
          Map.entry("cluster-delay", "clocks of the nodes need not agree"),
          Map.entry("remove-after-stop", "what is deleted is forgotten once it has stopped"));

  /** What groups of ours are anyway. */
  private static final Set<String> OF_GROUPS = Set.of("ordered", "collocated");

  private static final String OTHERWISE = "nothing here corresponds to it";

  /** Begins the names of owners that are groups. */
  static final String GROUP = "group ";

  private final Notes notes;
  private final CibPositions positions;

  Options(Notes notes, CibPositions positions) {
    this.notes = notes;
    this.positions = positions;
  }

  /** Whose options they are, for notes: {@code resource 'web'}. */
  record Owner(String name, SourcePosition position) {}

  /** Takes options of the cluster; its name is none of them. */
  Sets.ValueTaker ofCluster(SourcePosition place) {
    return (from, name, value, into) -> {
      if (name.equals("cluster-name")) {
        return;
      }
      Optional<Option> known = OptionTable.find(Scope.CLUSTER, name);
      SourcePosition position = positions.pair(from.id(), name).orElse(place);
      if (known.isPresent()) {
        taken(known.get(), value, position, "cluster").ifPresent(text -> into.put(name, text));
      } else {
        notes.leftOut(
            position,
            "cluster option " + name + "=" + value + ": " + REASONS.getOrDefault(name, OTHERWISE),
            "");
      }
    };
  }

  /** Takes options of a resource; of those of clones only where they mean something. */
  Sets.ValueTaker ofResource(Owner owner, boolean cloned) {
    return (from, name, value, into) -> {
      SourcePosition position = positions.pair(from.id(), name).orElse(owner.position());
      Optional<Option> known = OptionTable.find(Scope.RESOURCE, name);
      Optional<Option> ofClone = OptionTable.find(Scope.CLONE, name);
      if (known.isPresent() || (ofClone.isPresent() && cloned)) {
        taken(known.or(() -> ofClone).get(), value, position, owner.name())
            .ifPresent(text -> into.put(name, text));
      } else if (OF_GROUPS.contains(name) && owner.name().startsWith(GROUP)) {
        ofGroup(name, value, position, owner);
      } else if (ofClone.isPresent()) {
        notes.leftOut(position, name + " of " + owner.name() + ": it is no clone", "");
      } else {
        own(from, name, value, into, owner);
      }
    };
  }

  /** Takes options of an operation. */
  Sets.ValueTaker ofOperation(Owner owner) {
    return (from, name, value, into) -> {
      String here = name.replace('_', '-');
      Optional<Option> known = OptionTable.find(Scope.OPERATION, here);
      if (known.isPresent()) {
        SourcePosition position = positions.pair(from.id(), name).orElse(owner.position());
        taken(known.get(), value, position, owner.name()).ifPresent(text -> into.put(here, text));
      } else {
        SourcePosition position = positions.pair(from.id(), name).orElse(owner.position());
        notes.leftOut(
            position,
            name + "=" + value + " of " + owner.name() + ": an operation has no parameters here",
            "if the agent needs it, write it under with, for all operations");
      }
    };
  }

  private void ofGroup(String name, String value, SourcePosition position, Owner owner) {
    if (Values.flag(value, true)) {
      notes.leftOut(position, name + " of " + owner.name() + ": every group is that", "");
    } else {
      notes.toDo(
          position,
          name
              + "="
              + value
              + " of "
              + owner.name()
              + ": members of a group are always "
              + (name.equals("ordered") ? "started in order" : "on one node"),
          "make them single resources with the constraints that you want");
    }
  }

  /** What an option of a resource is called here, if it was called {@code name} by Pacemaker. */
  static String renamed(String name) {
    String here = CibNames.resource(name);
    boolean known =
        OptionTable.find(Scope.RESOURCE, here).isPresent()
            || OptionTable.find(Scope.CLONE, here).isPresent();
    return known ? here : OptionTable.OWN_PREFIX + name;
  }

  private void own(
      AttributeSet from, String name, String value, SortedMap<String, String> into, Owner owner) {
    SourcePosition position = positions.pair(from.id(), name).orElse(owner.position());
    if (value.isEmpty() || !name.matches("[A-Za-z0-9_.-]+")) {
      notes.leftOut(position, "option '" + name + "' of " + owner.name() + " cannot be kept", "");
      return;
    }
    String here = OptionTable.OWN_PREFIX + name;
    notes.changed(
        position,
        name + "=" + value + " of " + owner.name() + " is no option that the cluster knows",
        "kept as " + here + " for the agent; remove it if it was a slip");
    into.put(here, value);
  }

  private Optional<String> taken(
      Option option, String value, SourcePosition position, String owner) {
    Optional<String> text = Words.of(option, value);
    if (text.isEmpty()) {
      notes.leftOut(
          position,
          option.name() + "='" + value + "' of " + owner + " says nothing that can be understood",
          "it is now as if it were not there: " + option.standard());
    }
    return text;
  }
}
