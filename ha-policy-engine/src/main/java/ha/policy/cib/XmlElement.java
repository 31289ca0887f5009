package ha.policy.cib;

import ha.model.definition.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An element with its attributes, children and position; text is of no interest here. */
final class XmlElement {
  /** Largest document, in bytes: some thousand resources on some dozen nodes take a tenth. */
  private static final int LARGEST = 512 << 20;

  private final String name;

  /** Name, value, name, value …; all names are interned. */
  private final String[] pairs;

  private List<XmlElement> children = List.of();
  private final String file;
  private final int line;
  private final int column;

  /** Without children as yet. */
  XmlElement(String name, String[] pairs, String file, int line, int column) {
    this.name = name;
    this.pairs = pairs;
    this.file = file;
    this.line = line;
    this.column = column;
  }

  void add(XmlElement child) {
    if (children.isEmpty()) {
      children = new ArrayList<>(4);
    }
    children.add(child);
  }

  /**
   * Reads a document. Document types and entities are refused.
   *
   * @throws IllegalArgumentException with file, line and column if the document is not well-formed,
   *     too deep or too large
   */
  static XmlElement parse(String file, InputStream in) {
    return parse(file, in, LARGEST);
  }

  static XmlElement parse(String file, InputStream in, int largest) {
    byte[] xml;
    try {
      xml = in.readNBytes(largest + 1);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
    }
    if (xml.length > largest) {
      throw new IllegalArgumentException(
          file + ": larger than " + largest + " bytes, which no CIB is");
    }
    return XmlReader.read(file, xml);
  }

  String name() {
    return name;
  }

  List<XmlElement> children() {
    return children;
  }

  SourcePosition position() {
    return new SourcePosition(file, line, column);
  }

  /** The attributes, in the order written. */
  Map<String, String> attributes() {
    Map<String, String> attributes = LinkedHashMap.newLinkedHashMap(pairs.length / 2);
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.put(pairs[i], pairs[i + 1]);
    }
    return attributes;
  }

  /** The attribute's value; null if there is none. */
  @Nullable String value(String attribute) {
    int hash = attribute.hashCode();
    for (int i = 0; i < pairs.length; i += 2) {
      String there = pairs[i];
      if (there.hashCode() == hash && there.equals(attribute)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(value(attribute));
  }

  String attribute(String attribute, String otherwise) {
    String value = value(attribute);
    return value == null ? otherwise : value;
  }

  /** The attribute, which must be there. */
  String required(String attribute) {
    String value = value(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          position() + ": <" + name + "> has no attribute '" + attribute + "'");
    }
    return value;
  }

  String id() {
    return attribute("id", name);
  }

  /** The children of this name. */
  List<XmlElement> all(String child) {
    List<XmlElement> found = new ArrayList<>(children.size());
    for (XmlElement c : children) {
      if (c.name.equals(child)) {
        found.add(c);
      }
    }
    return found;
  }

  /** The first child of this name. */
  Optional<XmlElement> first(String child) {
    for (XmlElement c : children) {
      if (c.name.equals(child)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }

  /** The children of the first child of this name. */
  List<XmlElement> inside(String child) {
    return first(child).map(XmlElement::children).orElse(List.of());
  }
}
