package ha.policy.cib;

import ha.model.definition.FencingLevel;
import ha.model.definition.SourcePosition;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A CIB with everything that moving over from Pacemaker needs to know of it.
 *
 * @param cib what it says, in our terms
 * @param topology its fencing levels
 * @param leftovers what of its configuration is in neither
 * @param templates names of templates
 * @param start where it begins
 */
public record CibDocument(
    Cib cib,
    List<FencingLevel> topology,
    List<Leftover> leftovers,
    CibPositions positions,
    SortedSet<String> templates,
    SourcePosition start) {
  public CibDocument {
    templates = Collections.unmodifiableSortedSet(new TreeSet<>(templates));
    topology = List.copyOf(topology);
    leftovers = List.copyOf(leftovers);
  }

  /**
   * Reads a document.
   *
   * @param file its name, for positions
   * @throws IllegalArgumentException that says where and why, if it cannot be read
   */
  public static CibDocument read(String file, byte[] xml) {
    XmlElement root = XmlElement.parse(file, new ByteArrayInputStream(xml));
    Cib cib = CibReader.asWritten(root);
    return new CibDocument(
        cib,
        CibTopology.levels(root),
        CibLeftovers.of(root, cib.definitions()),
        new CibPositions(root),
        templates(root),
        root.position());
  }

  private static SortedSet<String> templates(XmlElement root) {
    SortedSet<String> names = new TreeSet<>();
    for (XmlElement configuration : root.all("configuration")) {
      for (XmlElement resource : configuration.inside("resources")) {
        if (resource.name().equals("template")) {
          names.add(resource.id());
        }
      }
    }
    return names;
  }
}
