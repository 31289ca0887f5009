package ha.policy.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Short words for trees of XML. */
final class Xml {
  private Xml() {}

  static Document read(Path file) throws IOException {
    return parse(Files.readAllBytes(file));
  }

  static Document parse(String text) {
    try {
      return parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("not readable as XML", e);
    }
  }

  private static Document parse(byte[] bytes) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
      dropBlanks(document.getDocumentElement());
      return document;
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException("not readable as XML", e);
    }
  }

  private static void dropBlanks(Element element) {
    for (Node child : nodes(element)) {
      if (child instanceof Element inner) {
        dropBlanks(inner);
      } else {
        element.removeChild(child);
      }
    }
  }

  /** Indented, so that a person can read it. */
  static String text(Document document) {
    try {
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "1");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(document), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  static Document copy(Document document) {
    return (Document) document.cloneNode(true);
  }

  private static List<Node> nodes(Element element) {
    List<Node> nodes = new ArrayList<>();
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      nodes.add(n);
    }
    return nodes;
  }

  static List<Element> children(Element element) {
    return nodes(element).stream()
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .toList();
  }

  /** The element and all in it, in the order of the document. */
  static Stream<Element> all(Element element) {
    return Stream.concat(Stream.of(element), children(element).stream().flatMap(Xml::all));
  }

  static List<Element> all(Document document, Predicate<Element> which) {
    return all(document.getDocumentElement()).filter(which).toList();
  }

  static List<Element> named(Document document, String... names) {
    List<String> wanted = List.of(names);
    return all(document, e -> wanted.contains(e.getTagName()));
  }

  static Optional<Element> first(Document document, String name) {
    return named(document, name).stream().findFirst();
  }

  static Optional<Element> child(Element element, String name) {
    return children(element).stream().filter(e -> e.getTagName().equals(name)).findFirst();
  }

  /** A new last child, with attributes given as name, value, name, value. */
  static Element add(Element parent, String name, String... attributes) {
    Element child = parent.getOwnerDocument().createElement(name);
    for (int i = 0; i < attributes.length; i += 2) {
      child.setAttribute(attributes[i], attributes[i + 1]);
    }
    parent.appendChild(child);
    return child;
  }

  static void remove(Element element) {
    Node parent = element.getParentNode();
    if (parent != null) {
      parent.removeChild(element);
    }
  }

  /** An attribute; empty if there is none. */
  static Optional<String> attribute(Element element, String name) {
    return element.hasAttribute(name) ? Optional.of(element.getAttribute(name)) : Optional.empty();
  }
}
