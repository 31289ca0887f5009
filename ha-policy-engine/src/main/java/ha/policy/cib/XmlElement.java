package ha.policy.cib;

import ha.model.definition.SourcePosition;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An element with its attributes, children and position; text is of no interest here. */
record XmlElement(
    String name,
    Map<String, String> attributes,
    List<XmlElement> children,
    SourcePosition position) {

  /** Nothing that Pacemaker writes is nearly as deep. */
  private static final int DEEPEST = 100;

  /** Largest document, in bytes: some thousand resources on some dozen nodes take a tenth. */
  private static final long LARGEST = 512L << 20;

  /**
   * Reads a document. Document types and external entities are refused.
   *
   * @throws IllegalArgumentException with file, line and column if the document is not well-formed,
   *     too deep or too large
   */
  static XmlElement parse(String file, InputStream in) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("external entities are refused");
    });
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new BoundedInput(in, LARGEST));
      try {
        return read(file, reader);
      } finally {
        reader.close();
      }
    } catch (BoundedInput.TooMuch e) {
      throw new IllegalArgumentException(
          file + ": larger than " + (LARGEST >> 20) + " MiB, which no CIB is", e);
    } catch (XMLStreamException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNumber();
      throw new IllegalArgumentException(
          file + ":" + line + ":" + column + ": not readable as XML: " + e.getMessage(), e);
    }
  }

  private static XmlElement read(String file, XMLStreamReader reader) throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    @Nullable XmlElement root = null;
    while (reader.hasNext()) {
      boolean afterText =
          reader.getEventType() == XMLStreamConstants.CHARACTERS
              || reader.getEventType() == XMLStreamConstants.SPACE;
      Location before = reader.getLocation();
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlElement element = start(position(file, before, afterText), reader);
          if (open.size() >= DEEPEST) {
            throw new IllegalArgumentException(
                element.position + ": elements are more than " + DEEPEST + " deep in each other");
          }
          if (open.isEmpty()) {
            root = element;
          } else {
            open.element().children.add(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.DTD ->
            throw new XMLStreamException("a document type is refused", reader.getLocation());
        default -> {}
      }
    }
    if (root == null) {
      throw new IllegalArgumentException(file + ": no element in it");
    }
    return root;
  }

  /** The reader tells where a thing ends, which is where the next begins; of text, one further. */
  private static SourcePosition position(String file, Location before, boolean afterText) {
    return new SourcePosition(
        file, before.getLineNumber(), Math.max(1, before.getColumnNumber() - (afterText ? 1 : 0)));
  }

  private static XmlElement start(SourcePosition position, XMLStreamReader reader) {
    int count = reader.getAttributeCount();
    Map<String, String> attributes = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return new XmlElement(reader.getLocalName(), attributes, new ArrayList<>(), position);
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  String attribute(String attribute, String otherwise) {
    return attributes.getOrDefault(attribute, otherwise);
  }

  /** The attribute, which must be there. */
  String required(String attribute) {
    String value = attributes.get(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          position + ": <" + name + "> has no attribute '" + attribute + "'");
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
