package ha.policy.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a situation has in it, so that agreement can be told for each. */
final class Families {
  private Families() {}

  static List<String> of(Situation situation) {
    Document cib = situation.cib();
    List<String> families = new ArrayList<>();
    add(families, situation.source() + "-*", !situation.source().isEmpty());
    add(families, "group", has(cib, "group"));
    add(families, "clone", has(cib, "clone", "master"));
    add(families, "promotable", has(cib, "master") || pair(cib, "promotable", "true"));
    add(families, "unique", pair(cib, "globally-unique", "true"));
    add(families, "bundle", has(cib, "bundle"));
    add(families, "order", has(cib, "rsc_order"));
    add(families, "colocation", has(cib, "rsc_colocation"));
    add(families, "location", has(cib, "rsc_location"));
    add(families, "set", has(cib, "resource_set"));
    add(families, "ticket", has(cib, "rsc_ticket"));
    add(families, "utilization", has(cib, "utilization"));
    add(families, "notify", pair(cib, "notify", "true"));
    add(families, "migration", pair(cib, "allow-migrate", "true"));
    add(families, "unmanaged", pair(cib, "is-managed", "false"));
    add(families, "fencing", !Xml.all(cib, e -> agent(e, "stonith")).isEmpty());
    add(families, "remote", pair(cib, "remote-node", ".*") || resource(cib, "remote"));
    if (families.stream().allMatch(family -> family.endsWith("*"))) {
      families.add("primitive");
    }
    return families;
  }

  private static void add(List<String> families, String name, boolean there) {
    if (there) {
      families.add(name);
    }
  }

  private static boolean has(Document cib, String... names) {
    return !Xml.named(cib, names).isEmpty();
  }

  private static boolean agent(Element element, String type) {
    return element.getTagName().equals("primitive") && element.getAttribute("class").equals(type);
  }

  private static boolean resource(Document cib, String type) {
    return !Xml.all(
            cib, e -> e.getTagName().equals("primitive") && e.getAttribute("type").equals(type))
        .isEmpty();
  }

  private static boolean pair(Document cib, String name, String value) {
    return !Xml.all(
            cib, e -> e.getAttribute("name").equals(name) && e.getAttribute("value").matches(value))
        .isEmpty();
  }
}
