package ha.policy.fuzz;

import java.util.List;
import java.util.Optional;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A CIB as a tree: what is in it, and how to put more into it. */
final class CibTree {
  private static final String EMPTY =
      """
      <cib epoch="1" num_updates="1" admin_epoch="0" validate-with="pacemaker-3.7" have-quorum="1"
        crm_feature_set="3.16.1">
      <configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>
      """;
  private static final long LONG_AGO = 1_700_000_000L;

  /** Pacemaker's fingerprint of no parameters. */
  private static final String NO_PARAMETERS = "f2317cad3d54cec5d7d7aa7d0bf35cf8";

  /** Pacemaker's fingerprint of no parameters and a timeout of 20 s. */
  private static final String NOTHING_BUT_TIMEOUT = "4811cef7f7f94e3a35a70be7916cb2fd";

  private final Document document;
  private int ids;

  CibTree(Document document) {
    this.document = document;
  }

  static CibTree empty() {
    return new CibTree(Xml.parse(EMPTY));
  }

  Document document() {
    return document;
  }

  /** An id that nothing has yet. */
  private String id() {
    String id;
    do {
      ids++;
      id = "fz" + ids;
    } while (taken(id));
    return id;
  }

  private boolean taken(String id) {
    return !Xml.all(document, e -> e.getAttribute("id").equals(id)).isEmpty();
  }

  private Element section(String name) {
    return Xml.first(document, name)
        .orElseGet(() -> Xml.add(Xml.first(document, "configuration").orElseThrow(), name));
  }

  // Options and attributes.

  void option(String name, String value) {
    Element config = section("crm_config");
    Element set =
        Xml.child(config, "cluster_property_set")
            .orElseGet(() -> Xml.add(config, "cluster_property_set", "id", id()));
    put(set, name, value);
  }

  void meta(Element owner, String name, String value) {
    put(set(owner, "meta_attributes"), name, value);
  }

  /** The set of that kind that the element has, or a new one at the place where it belongs. */
  Element set(Element owner, String kind) {
    return Xml.child(owner, kind)
        .orElseGet(() -> {
          Element set = Xml.add(owner, kind, "id", id());
          owner.insertBefore(set, owner.getFirstChild());
          return set;
        });
  }

  void put(Element set, String name, String value) {
    Xml.children(set).stream()
        .filter(e -> e.getAttribute("name").equals(name))
        .findFirst()
        .ifPresentOrElse(
            e -> e.setAttribute("value", value),
            () -> Xml.add(set, "nvpair", "id", id(), "name", name, "value", value));
  }

  // Nodes.

  Element node(String name) {
    Element node = Xml.add(section("nodes"), "node", "id", name, "uname", name);
    Xml.add(
        section("status"),
        "node_state",
        "id",
        name,
        "uname",
        name,
        "in_ccm",
        "true",
        "crmd",
        "online",
        "join",
        "member",
        "expected",
        "member");
    return node;
  }

  List<String> nodeNames() {
    return Xml.first(document, "nodes").stream()
        .flatMap(nodes -> Xml.children(nodes).stream())
        .map(node -> node.getAttribute("uname"))
        .toList();
  }

  Optional<Element> state(String node) {
    return Xml.named(document, "node_state").stream()
        .filter(s -> s.getAttribute("uname").equals(node))
        .findFirst();
  }

  void transientAttribute(Element state, String name, String value) {
    Element attributes =
        Xml.child(state, "transient_attributes")
            .orElseGet(
                () -> Xml.add(state, "transient_attributes", "id", state.getAttribute("id")));
    Element set =
        Xml.child(attributes, "instance_attributes")
            .orElseGet(() -> Xml.add(attributes, "instance_attributes", "id", id()));
    put(set, name, value);
  }

  void ticket(String name, String granted, String standby) {
    Element status = section("status");
    Element tickets = Xml.child(status, "tickets").orElseGet(() -> Xml.add(status, "tickets"));
    Xml.children(tickets).stream()
        .filter(e -> e.getAttribute("id").equals(name))
        .toList()
        .forEach(Xml::remove);
    Xml.add(tickets, "ticket_state", "id", name, "granted", granted, "standby", standby);
  }

  // Resources.

  Element primitive(Element parent, String name, String agent) {
    String[] words = agent.split(":");
    Element primitive = Xml.add(parent, "primitive", "id", name, "class", words[0]);
    if (words.length > 2) {
      primitive.setAttribute("provider", words[1]);
    }
    primitive.setAttribute("type", words[words.length - 1]);
    return primitive;
  }

  Element resources() {
    return section("resources");
  }

  Element constraints() {
    return section("constraints");
  }

  /** Everything that constraints may speak of: not what is inside of something else. */
  List<Element> tops() {
    return Xml.children(resources()).stream()
        .filter(e -> !e.getTagName().equals("template"))
        .toList();
  }

  List<Element> primitives() {
    return Xml.all(resources()).filter(e -> e.getTagName().equals("primitive")).toList();
  }

  Element operation(Element primitive, String name, String interval, String... attributes) {
    Element operations =
        Xml.child(primitive, "operations").orElseGet(() -> Xml.add(primitive, "operations"));
    Element op = Xml.add(operations, "op", "id", id(), "name", name, "interval", interval);
    for (int i = 0; i < attributes.length; i += 2) {
      op.setAttribute(attributes[i], attributes[i + 1]);
    }
    return op;
  }

  Element constraint(String kind, String... attributes) {
    Element constraint = Xml.add(constraints(), kind, "id", id());
    for (int i = 0; i < attributes.length; i += 2) {
      constraint.setAttribute(attributes[i], attributes[i + 1]);
    }
    return constraint;
  }

  Element identified(Element parent, String name, String... attributes) {
    Element element = Xml.add(parent, name, "id", id());
    for (int i = 0; i < attributes.length; i += 2) {
      element.setAttribute(attributes[i], attributes[i + 1]);
    }
    return element;
  }

  // What happened.

  /** The history of a resource on a node; made if there is none. */
  Element history(Element state, Element primitive, String name) {
    Element lrm =
        Xml.child(state, "lrm")
            .orElseGet(() -> Xml.add(state, "lrm", "id", state.getAttribute("id")));
    Element all = Xml.child(lrm, "lrm_resources").orElseGet(() -> Xml.add(lrm, "lrm_resources"));
    return Xml.children(all).stream()
        .filter(e -> e.getAttribute("id").equals(name))
        .findFirst()
        .orElseGet(() -> {
          Element resource = Xml.add(all, "lrm_resource", "id", name);
          for (String agent : List.of("class", "provider", "type")) {
            Xml.attribute(primitive, agent).ifPresent(v -> resource.setAttribute(agent, v));
          }
          return resource;
        });
  }

  /** Adds what came of an operation, as a node keeps it; status -1 is one under way. */
  Element ran(Element history, String operation, int interval, int rc, int expected, int status) {
    int call =
        Xml.children(history).stream()
                .mapToInt(e -> number(e.getAttribute("call-id")))
                .max()
                .orElse(0)
            + 1;
    String key = history.getAttribute("id") + "_" + operation + "_" + interval;
    String ended = "1:1:" + expected + ":11111111-1111-1111-1111-111111111111";
    String id = entryId(history, key, interval);
    entry(history, id).ifPresent(Xml::remove);
    return Xml.add(
        history,
        "lrm_rsc_op",
        "id",
        id,
        "operation_key",
        key,
        "operation",
        operation,
        "interval",
        String.valueOf(interval),
        "call-id",
        String.valueOf(status == -1 ? -1 : call),
        "rc-code",
        String.valueOf(rc),
        "op-status",
        String.valueOf(status),
        "crm_feature_set",
        "3.16.1",
        "op-digest",
        interval == 0 ? NO_PARAMETERS : NOTHING_BUT_TIMEOUT,
        "transition-key",
        ended,
        "transition-magic",
        status + ":" + rc + ";" + ended,
        "last-rc-change",
        String.valueOf(LONG_AGO + call));
  }

  /** Of what does not recur only the last is kept; of what recurs also a failure. */
  private static String entryId(Element history, String key, int interval) {
    String name = history.getAttribute("id");
    if (interval == 0) {
      return name + "_last_0";
    }
    return entry(history, key).isPresent() ? name + "_last_failure_0" : key;
  }

  private static Optional<Element> entry(Element history, String id) {
    return Xml.children(history).stream().filter(e -> e.getAttribute("id").equals(id)).findFirst();
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
