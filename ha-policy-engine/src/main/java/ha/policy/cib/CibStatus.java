package ha.policy.cib;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AgentRef;
import ha.model.snapshot.NodeState;
import ha.model.snapshot.NodeState.FailureCount;
import ha.model.snapshot.OperationRecord;
import ha.model.snapshot.OperationRecord.Status;
import ha.model.snapshot.Snapshot;
import ha.model.snapshot.Standing;
import ha.model.snapshot.TicketState;
import ha.policy.digest.Fingerprint;
import ha.policy.history.HistoryReader;
import ha.policy.options.Values;
import ha.policy.situation.NodeReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the status section. */
final class CibStatus {
  /** The feature set since which fail counts name the operation. */
  private static final int[] COUNTS_BY_OPERATION_SINCE = {3, 0, 13};

  private final XmlElement cib;
  private final boolean fencing;

  CibStatus(XmlElement cib, boolean fencing) {
    this.cib = cib;
    this.fencing = fencing;
  }

  Snapshot read(Set<NodeName> defined, Set<NodeName> remote) {
    SortedMap<NodeName, NodeState> nodes = new TreeMap<>();
    SortedMap<String, TicketState> tickets = new TreeMap<>();
    for (XmlElement e : cib.inside("status")) {
      switch (e.name()) {
        case "node_state" -> {
          NodeName name = new NodeName(e.attribute("uname", e.id()));
          if (remote.contains(name)) {
            nodes.put(name, node(name, e, nodes.size(), true));
          } else if (defined.contains(name)) {
            nodes.put(name, node(name, e, nodes.size(), false));
          }
        }
        case "tickets" -> e.all("ticket_state").forEach(t -> tickets.put(t.id(), ticket(t)));
        default -> {}
      }
    }
    boolean quorate = Values.flag(cib.value("have-quorum"), false);
    return new Snapshot(quorate, nodes, tickets);
  }

  private NodeState node(NodeName name, XmlElement e, int position, boolean remote) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put(HistoryReader.POSITION, Integer.toString(position));
    if (keepsEach(e)) {
      attributes.put(HistoryReader.ALL_KEPT, "true");
    }
    List<FailureCount> failures = new ArrayList<>();
    for (XmlElement set : e.inside("transient_attributes")) {
      for (XmlElement pair : set.all("nvpair")) {
        attributes.put(pair.attribute("name", ""), pair.attribute("value", ""));
      }
    }
    failures(attributes, failures);
    boolean shutdown = !attributes.getOrDefault("shutdown", "0").matches("0*");
    Standing standing = remote ? remote(e, shutdown) : standing(e, shutdown, attributes);
    boolean stillMember = e.attribute("in_ccm").map(CibStatus::since).orElse(false);
    attributes.put(NodeReader.STILL_MEMBER, Boolean.toString(stillMember));
    return new NodeState(name, standing, attributes, history(e), failures, false);
  }

  /** Pacemaker before 1.1.6 keeps starts and stops under names of their own. */
  private static boolean keepsEach(XmlElement node) {
    return records(node).anyMatch(op -> op.id().endsWith("_start_0"));
  }

  private static Stream<XmlElement> records(XmlElement node) {
    return node.all("lrm").stream()
        .flatMap(lrm -> lrm.all("lrm_resources").stream())
        .flatMap(resources -> resources.all("lrm_resource").stream())
        .flatMap(resource -> resource.all("lrm_rsc_op").stream());
  }

  // ---- membership

  /** What is written of a remote node; the rest follows from its connection. */
  private static Standing remote(XmlElement e, boolean shutdown) {
    if (shutdown) {
      return Standing.LEAVING;
    }
    return number(e.attribute("node_fenced", "0"), 0) > 0 ? Standing.FENCED : Standing.MEMBER;
  }

  private Standing standing(XmlElement e, boolean shutdown, Map<String, String> attributes) {
    Optional<String> membership = e.attribute("in_ccm");
    boolean member = membership.map(CibStatus::since).orElse(false);
    boolean peer = e.attribute("crmd").map(CibStatus::peer).orElse(false);
    String join = e.attribute("join", "down");
    if (!fencing) {
      return withoutFencing(shutdown, member, peer, join);
    }
    boolean expectedDown = e.attribute("expected", "down").equals("down") || shutdown;
    if (shutdown) {
      return peer ? Standing.LEAVING : Standing.LEFT;
    }
    boolean terminate = Values.flag(attributes.get("terminate"), false);
    if (membership.isEmpty() || join.equals("banned")) {
      return Standing.LOST;
    }
    if (!terminate && expectedDown) {
      return member ? Standing.JOINING : Standing.LEFT;
    }
    if (terminate && join.equals("down") && !member && !peer) {
      return Standing.LEFT;
    }
    if (!member || !peer) {
      return Standing.LOST;
    }
    return switch (join) {
      case "member" -> Standing.MEMBER;
      case "pending", "down" -> Standing.JOINING;
      default -> Standing.LOST;
    };
  }

  private static Standing withoutFencing(
      boolean shutdown, boolean member, boolean peer, String join) {
    if (!member || !peer) {
      return Standing.LEFT;
    }
    if (join.equals("member")) {
      return shutdown ? Standing.LEAVING : Standing.MEMBER;
    }
    return Standing.LEFT;
  }

  private static boolean since(String text) {
    return (text.matches("\\d+") && text.length() > 1)
        ? Long.parseLong(text) > 0
        : Values.flag(text, false);
  }

  private static boolean peer(String text) {
    return text.equals("online") || (text.matches("\\d+") && Long.parseLong(text) > 0);
  }

  // ---- failures

  private void failures(Map<String, String> attributes, List<FailureCount> failures) {
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      String name = attribute.getKey();
      if (!name.startsWith("fail-count-")) {
        continue;
      }
      String rest = name.substring("fail-count-".length());
      int hash = rest.indexOf('#');
      String resource = hash < 0 ? rest : rest.substring(0, hash);
      String operation = hash < 0 ? "" : rest.substring(hash + 1);
      int underscore = operation.lastIndexOf('_');
      if (countsByOperation() ? underscore < 0 : hash >= 0) {
        continue;
      }
      Duration interval =
          underscore < 0
              ? Duration.ZERO
              : Duration.ofMillis(number(operation.substring(underscore + 1), 0));
      Instant last =
          Optional.ofNullable(attributes.get("last-failure-" + rest))
              .map(t -> Instant.ofEpochSecond(number(t, 0)))
              .orElse(Instant.EPOCH);
      failures.add(
          new FailureCount(
              new ResourceId(resource),
              underscore < 0 ? operation : operation.substring(0, underscore),
              interval,
              Sets.score(attribute.getValue()),
              last));
    }
  }

  /** Whether failures are counted for each operation; before, they were for each resource. */
  private boolean countsByOperation() {
    String[] version = cib.attribute("crm_feature_set", "").split("\\.");
    for (int i = 0; i < COUNTS_BY_OPERATION_SINCE.length; i++) {
      long part = i < version.length ? number(version[i], 0) : 0;
      if (part != COUNTS_BY_OPERATION_SINCE[i]) {
        return part > COUNTS_BY_OPERATION_SINCE[i];
      }
    }
    return true;
  }

  private static long number(String text, long otherwise) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  // ---- history

  private static List<OperationRecord> history(XmlElement node) {
    List<OperationRecord> history = new ArrayList<>();
    for (XmlElement lrm : node.all("lrm")) {
      for (XmlElement resources : lrm.all("lrm_resources")) {
        for (XmlElement resource : resources.all("lrm_resource")) {
          ResourceId id = new ResourceId(resource.id());
          AgentRef agent = CibResources.agent(resource);
          Optional<Instant> lockedSince = time(resource, "shutdown-lock");
          Optional<ResourceId> container = resource.attribute("container").map(ResourceId::new);
          for (XmlElement op : resource.all("lrm_rsc_op")) {
            history.add(operation(id, agent, lockedSince, container, op));
          }
        }
      }
    }
    return history;
  }

  private static OperationRecord operation(
      ResourceId id,
      AgentRef agent,
      Optional<Instant> lockedSince,
      Optional<ResourceId> container,
      XmlElement op) {
    Status status = status((int) number(op.attribute("op-status", "0"), 0));
    int callId = (int) number(op.attribute("call-id", "-1"), -1);
    Optional<Instant> lastRun = time(op, "last-run").or(() -> time(op, "last-rc-change"));
    return new OperationRecord(
        id,
        agent,
        op.attribute("operation", "monitor"),
        Duration.ofMillis(Math.max(0, number(op.attribute("interval", "0"), 0))),
        callId,
        status,
        (int) number(op.attribute("rc-code", "0"), 0),
        expected(op),
        op.attribute("exit-reason", ""),
        lastRun,
        time(op, "last-rc-change"),
        Optional.empty(),
        op.attribute("migrate_source").map(NodeName::new),
        op.attribute("migrate_target").map(NodeName::new),
        // Without one Pacemaker takes every definition for a changed one (measured with 2.1.5).
        Fingerprint.pacemaker(op.attribute("op-digest", "")),
        digest(op, "op-restart-digest"),
        op.attribute("op-force-restart").map(CibStatus::names),
        digest(op, "op-secure-digest"),
        op.attribute("op-secure-params").map(CibStatus::names).orElse(List.of()),
        op.id().contains("last_failure"),
        lockedSince,
        container);
  }

  private static String digest(XmlElement op, String attribute) {
    return op.attribute(attribute).map(Fingerprint::pacemaker).orElse("");
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.strip().split("\\s+")).filter(name -> !name.isEmpty()).toList();
  }

  private static Optional<Instant> time(XmlElement op, String attribute) {
    String text = op.value(attribute);
    long seconds = text == null ? 0 : number(text, 0);
    return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
  }

  /** The third part of the transition key. */
  private static int expected(XmlElement op) {
    String key = op.attribute("transition-key", "");
    int first = key.indexOf(':');
    int second = key.indexOf(':', first + 1);
    int third = key.indexOf(':', second + 1);
    boolean whole = first >= 0 && second > first && third > second && third + 1 < key.length();
    return whole ? (int) number(key.substring(second + 1, third), -1) : -1;
  }

  private static Status status(int code) {
    return switch (code) {
      case -1 -> Status.PENDING;
      case 0 -> Status.DONE;
      case 1 -> Status.CANCELLED;
      case 2 -> Status.TIMED_OUT;
      case 3 -> Status.NOT_SUPPORTED;
      case 4 -> Status.ERROR;
      case 5 -> Status.ERROR_HARD;
      case 6 -> Status.ERROR_FATAL;
      case 7 -> Status.NOT_INSTALLED;
      case 8 -> Status.NOT_CONNECTED;
      case 9 -> Status.INVALID;
      default -> Status.UNKNOWN;
    };
  }

  // ---- tickets

  private TicketState ticket(XmlElement e) {
    SortedMap<String, String> attributes = new TreeMap<>(e.attributes());
    return new TicketState(
        e.id(),
        Values.flag(e.value("granted"), false),
        Values.flag(e.value("standby"), false),
        e.attribute("last-granted").map(t -> Instant.ofEpochSecond(number(t, 0))),
        attributes);
  }
}
