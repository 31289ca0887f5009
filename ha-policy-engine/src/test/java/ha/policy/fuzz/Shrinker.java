package ha.policy.fuzz;

import ha.policy.conformance.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Takes out of a situation what is not needed for the two to differ in the same way. */
final class Shrinker {
  private static final Set<String> KEPT =
      Set.of("cib", "configuration", "crm_config", "nodes", "resources", "constraints", "status");
  private static final Set<String> REFERENCES = Set.of("rsc", "with-rsc", "first", "then");
  private final Peer peer;
  private final List<Understood> understood;
  private final String signature;
  private int left;
  private Document best;

  private Shrinker(
      Document cib, Peer peer, List<Understood> understood, String signature, int most) {
    this.understood = understood;
    this.best = cib;
    this.peer = peer;
    this.signature = signature;
    this.left = most;
  }

  /** The smallest situation found in so many tries. */
  static Document shrink(
      Document cib, Verdict verdict, Peer peer, List<Understood> understood, int most)
      throws IOException {
    Shrinker shrinker = new Shrinker(Xml.copy(cib), peer, understood, signature(verdict), most);
    int before;
    do {
      before = Xml.text(shrinker.best).length();
      shrinker.pass("primitive", "group", "clone", "master", "bundle");
      shrinker.pass("node");
      shrinker.pass("rsc_location", "rsc_order", "rsc_colocation", "rsc_ticket", "lrm_resource");
      shrinker.pass();
      shrinker.attributes();
    } while (shrinker.left > 0 && Xml.text(shrinker.best).length() < before);
    return shrinker.best;
  }

  /** What counts as the same difference: the first of the worst kind, without its names. */
  static String signature(Verdict verdict) {
    Difference first =
        verdict.differences().stream().min((a, b) -> a.kind().compareTo(b.kind())).orElseThrow();
    String text = first.text();
    return switch (first.kind()) {
      case ERROR -> "error " + text.split(" ", 2)[0];
      case PLACEMENT -> "placement " + text.charAt(0);
      case ACTIONS -> "actions " + text.split(" ", 2)[0] + (text.endsWith("blocked") ? "!" : "");
      case GRAPH -> "graph " + text.split(" ")[0] + " " + text.split(" ")[1];
      case ORDER -> "order " + text.split(" ")[1] + " " + text.split(" -> ")[1].split(" ")[1];
    };
  }

  private boolean differs(Document cib) throws IOException {
    left--;
    Verdict verdict = Verdict.of(cib, peer);
    return !verdict.agrees()
        && signature(verdict).equals(signature)
        && Understood.of(understood, cib, verdict.differences()).isEmpty();
  }

  /** Tries without parts of the list, ever smaller ones; of elements with these names, or all. */
  private void pass(String... names) throws IOException {
    int size = Math.max(1, removable(best, names).size() / 2);
    while (size >= 1 && left > 0) {
      boolean cut = false;
      for (int from = 0; from < removable(best, names).size() && left > 0; ) {
        Document fewer = Xml.copy(best);
        List<Element> there = removable(fewer, names);
        new ArrayList<>(there.subList(from, Math.min(there.size(), from + size)))
            .forEach(e -> remove(fewer, e));
        if (differs(fewer)) {
          best = fewer;
          cut = true;
        } else {
          from += size;
        }
      }
      if (size == 1 && !cut) {
        return;
      }
      size = size == 1 ? 1 : size / 2;
    }
  }

  private static List<Element> removable(Document document, String... names) {
    if (names.length > 0) {
      return Xml.named(document, names);
    }
    return Xml.all(document, e -> !KEPT.contains(e.getTagName()));
  }

  /** Removes it and what speaks of it. */
  private static void remove(Document document, Element element) {
    Set<String> names = new HashSet<>();
    Xml.all(element)
        .filter(
            e -> Set.of("primitive", "group", "clone", "master", "bundle").contains(e.getTagName()))
        .forEach(e -> names.add(e.getAttribute("id")));
    if (element.getTagName().equals("node")) {
      names.add(element.getAttribute("uname"));
    }
    String parent = element.getParentNode() instanceof Element e ? e.getTagName() : "";
    Xml.remove(element);
    if (!names.isEmpty() && !parent.equals("lrm_resource")) {
      Xml.all(document, e -> speaksOf(e, names)).forEach(Xml::remove);
    }
  }

  private static boolean speaksOf(Element element, Set<String> names) {
    return switch (element.getTagName()) {
      case "node_state" -> names.contains(element.getAttribute("uname"));
      case "lrm_resource" -> names.contains(element.getAttribute("id").replaceFirst(":\\d+$", ""));
      case "resource_ref" -> names.contains(element.getAttribute("id"));
      case "rsc_location" ->
          names.contains(element.getAttribute("rsc"))
              || names.contains(element.getAttribute("node"));
      case "rsc_order", "rsc_colocation", "rsc_ticket" ->
          REFERENCES.stream().anyMatch(name -> names.contains(element.getAttribute(name)));
      default -> false;
    };
  }

  private void attributes() throws IOException {
    Set<String> optional =
        Set.of(
            "kind",
            "symmetrical",
            "require-all",
            "influence",
            "sequential",
            "node-attribute",
            "resource-discovery",
            "on-fail",
            "role",
            "rsc-role",
            "with-rsc-role",
            "first-action",
            "then-action",
            "loss-policy",
            "op-digest",
            "op-restart-digest",
            "op-force-restart",
            "exit-reason",
            "timeout",
            "description",
            "queue-time",
            "exec-time",
            "last-run");
    int count = Xml.all(best, e -> true).size();
    for (int i = 0; i < count && left > 0; i++) {
      for (String name : optional) {
        if (Xml.all(best, e -> true).get(i).hasAttribute(name) && left > 0) {
          Document fewer = Xml.copy(best);
          Xml.all(fewer, e -> true).get(i).removeAttribute(name);
          if (differs(fewer)) {
            best = fewer;
          }
        }
      }
    }
  }
}
