package ha.policy.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What {@code crm_simulate} says (its output as XML, and the file of its graph), in the form in
 * which plans are compared: that of {@code CorpusJson}.
 */
final class PeerPlan {
  private static final Pattern INSTANCE = Pattern.compile("(.+):\\d+");
  private static final Pattern NODE = Pattern.compile("(\\S+)(?: \\(resource: .*\\))?");
  private final Document output;
  private final Document graph;
  private final Set<String> defined = new HashSet<>();
  private final Map<String, String> parts = new HashMap<>();
  private final Map<String, String> guests = new HashMap<>();

  private PeerPlan(Document cib, Document output, Document graph) {
    this.output = output;
    this.graph = graph;
    Xml.named(cib, "primitive").forEach(p -> defined.add(p.getAttribute("id")));
    Xml.named(cib, "bundle").forEach(b -> bundle(b.getAttribute("id")));
  }

  /** The plan that these two documents hold. */
  static JsonNode read(Document cib, Document output, Document graph) {
    PeerPlan plan = new PeerPlan(cib, output, graph);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("after", Map.of("multiset", plan.places()));
    line.put("actions", plan.actions());
    plan.operations(line);
    return new ObjectMapper().valueToTree(line);
  }

  /** Parts of bundles are interchangeable: a star for what differs. */
  private void bundle(String id) {
    Pattern container = Pattern.compile(Pattern.quote(id) + "-(docker|podman|rkt|ip)-(.+)");
    Pattern guest = Pattern.compile(Pattern.quote(id) + "-\\d+");
    List<Element> resources = Xml.named(output, "resource");
    for (Element resource : resources) {
      String name = resource.getAttribute("id");
      Matcher part = container.matcher(name);
      if (part.matches()) {
        parts.put(name, id + "-" + part.group(1) + "-*");
      } else if (guest.matcher(name).matches()) {
        parts.put(name, id + "-*");
      }
    }
    Element after = Xml.first(output, "revised_cluster_status").orElseThrow();
    Xml.all(after)
        .filter(n -> n.getTagName().equals("node") && n.hasAttribute("id_as_resource"))
        .filter(n -> parts.containsKey(n.getAttribute("name")))
        .forEach(n -> guests.put(n.getAttribute("name"), host(after, n)));
  }

  private String host(Element after, Element guest) {
    String container = guest.getAttribute("id_as_resource");
    String host =
        Xml.all(after)
            .filter(r -> r.getTagName().equals("resource"))
            .filter(r -> r.getAttribute("id").equals(container))
            .flatMap(r -> Xml.children(r).stream())
            .map(n -> n.getAttribute("name"))
            .findFirst()
            .orElse("none");
    return parts.get(guest.getAttribute("name")) + "@" + host;
  }

  private String base(String name) {
    if (parts.containsKey(name)) {
      return parts.get(name);
    }
    Matcher instance = INSTANCE.matcher(name);
    return instance.matches() ? instance.group(1) : name;
  }

  private Map<String, Object> places() {
    Map<String, List<Object>> active = new TreeMap<>();
    Element after = Xml.first(output, "revised_cluster_status").orElseThrow();
    Xml.all(after)
        .filter(e -> e.getTagName().equals("resource"))
        .forEach(resource -> {
          List<Object> places =
              active.computeIfAbsent(base(resource.getAttribute("id")), b -> new ArrayList<>());
          for (Element node : Xml.children(resource)) {
            String name = node.getAttribute("name");
            places.add(List.of(guests.getOrDefault(name, name), resource.getAttribute("role")));
          }
        });
    Map<String, Object> multiset = new TreeMap<>();
    active.forEach((base, places) -> multiset.put(base, Map.of("active", places)));
    return multiset;
  }

  private List<Object> actions() {
    List<Object> actions = new ArrayList<>();
    for (Element action : Xml.children(Xml.first(output, "actions").orElseThrow())) {
      Map<String, Object> entry = new LinkedHashMap<>();
      if (action.getTagName().equals("node_action")) {
        String task = action.getAttribute("task");
        Matcher name = NODE.matcher(action.getAttribute("node"));
        if (!task.startsWith("Fence (")) {
          continue;
        }
        entry.put("action", "fence");
        entry.put("mode", task.substring("Fence (".length(), task.length() - 1));
        entry.put("node", name.matches() ? name.group(1) : action.getAttribute("node"));
      } else {
        entry.put("action", action.getAttribute("action"));
        entry.put("base", base(action.getAttribute("resource")));
        copy(action, "node", entry, "node");
        copy(action, "source", entry, "from");
        copy(action, "dest", entry, "to");
        if (action.getAttribute("blocked").equals("true")) {
          entry.put("blocked", true);
        }
      }
      Xml.attribute(action, "reason").ifPresent(r -> entry.put("reason", r));
      actions.add(entry);
    }
    return actions;
  }

  private static void copy(Element from, String attribute, Map<String, Object> to, String name) {
    Xml.attribute(from, attribute).ifPresent(value -> to.put(name, value));
  }

  private void operations(Map<String, Object> line) {
    List<Object> operations = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    Map<String, List<String>> after = new HashMap<>();
    for (Element synapse : Xml.named(graph, "synapse")) {
      Element set = Xml.child(synapse, "action_set").orElseThrow();
      for (Element action : Xml.children(set)) {
        String id = action.getAttribute("id");
        Map<String, Object> operation = operation(action);
        if (!operation.isEmpty()) {
          index.put(id, operations.size());
          operations.add(operation);
        }
        Xml.child(synapse, "inputs").stream()
            .flatMap(Xml::all)
            .filter(e -> e.hasAttribute("id"))
            .forEach(
                e -> after.computeIfAbsent(e.getAttribute("id"), k -> new ArrayList<>()).add(id));
      }
    }
    line.put("graph", operations);
    line.put("precedence", precedence(index, after));
  }

  /** Empty for what is no operation, but only holds others together. */
  private Map<String, Object> operation(Element action) {
    String op = action.getAttribute("operation");
    Element attributes = Xml.child(action, "attributes").orElse(action);
    Map<String, Object> entry = new LinkedHashMap<>();
    boolean pseudo = action.getTagName().equals("pseudo_event");
    if (op.equals("stonith")) {
      entry.put("kind", "fence");
      entry.put("op", attributes.getAttribute("CRM_meta_stonith_action"));
    } else if (pseudo) {
      return entry;
    } else {
      entry.put("kind", action.getTagName().equals("crm_event") ? "cluster" : "resource");
      entry.put("op", op);
      Xml.child(action, "primitive")
          .map(primitive -> baseOf(op, primitive))
          .or(() -> Xml.attribute(action, "operation_key").filter(key -> op.equals("probe_again")))
          .ifPresent(base -> entry.put("base", base));
    }
    if (pseudo) {
      entry.put("pseudo", true);
    }
    entry.put("node", action.getAttribute("on_node"));
    Xml.attribute(attributes, "CRM_meta_interval")
        .filter(interval -> !interval.equals("0"))
        .ifPresent(interval -> entry.put("interval_ms", Long.parseLong(interval)));
    return entry;
  }

  /** The number in a name that nobody defines is no instance's. */
  private String baseOf(String op, Element primitive) {
    String name = primitive.getAttribute("id");
    String base = base(name);
    return op.equals("delete") && !defined.contains(base) ? name : base;
  }

  /** Pairs of operations with nothing but pseudo-actions between them. */
  private static List<List<Integer>> precedence(
      Map<String, Integer> index, Map<String, List<String>> after) {
    List<List<Integer>> pairs = new ArrayList<>();
    index.forEach((id, position) -> {
      Set<String> seen = new HashSet<>();
      Deque<String> open = new ArrayDeque<>(List.of(id));
      while (!open.isEmpty()) {
        for (String next : after.getOrDefault(open.pop(), List.of())) {
          if (seen.add(next)) {
            Integer at = index.get(next);
            if (at == null) {
              open.push(next);
            } else {
              pairs.add(List.of(position, at));
            }
          }
        }
      }
    });
    return pairs;
  }
}
