package ha.fencing.agent;

import ha.fencing.agent.AgentMetadata.Parameter;
import java.io.StringReader;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads an agent's metadata; document types and external entities are not read. Used once. */
final class MetadataReader {
  private final NavigableMap<String, Parameter> parameters = new TreeMap<>();
  private final NavigableSet<String> actions = new TreeSet<>();
  private String name = "";
  private String summary = "";
  private boolean onAtJoin;
  private String parameter = "";
  private boolean required;
  private boolean deprecated;
  private String type = "string";
  private Optional<String> defaultValue = Optional.empty();
  private String text = "";

  private MetadataReader() {}

  /** The metadata in a text; empty if it is none. */
  static Optional<AgentMetadata> read(String xml) {
    int start = xml.indexOf('<'); // Some agents print warnings first.
    if (start < 0) {
      return Optional.empty();
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      XMLStreamReader in = factory.createXMLStreamReader(new StringReader(xml.substring(start)));
      return new MetadataReader().all(in);
    } catch (XMLStreamException e) {
      return Optional.empty();
    }
  }

  private Optional<AgentMetadata> all(XMLStreamReader in) throws XMLStreamException {
    while (in.hasNext()) {
      switch (in.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(in);
        case XMLStreamConstants.END_ELEMENT -> end(in.getLocalName());
        default -> {}
      }
    }
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(new AgentMetadata(name, summary, parameters, actions, onAtJoin));
  }

  private void start(XMLStreamReader in) throws XMLStreamException {
    switch (in.getLocalName()) {
      case "resource-agent" -> {
        name = attribute(in, "name").orElse("");
        summary = attribute(in, "shortdesc").orElse("");
      }
      case "parameter" -> {
        parameter = attribute(in, "name").orElse("");
        required = attribute(in, "required").equals(Optional.of("1"));
        deprecated = attribute(in, "deprecated").equals(Optional.of("1"));
        type = "string";
        defaultValue = Optional.empty();
        text = "";
      }
      case "content" -> {
        type = attribute(in, "type").orElse("string");
        defaultValue = attribute(in, "default");
      }
      case "shortdesc" -> text = in.getElementText().strip();
      case "action" -> {
        attribute(in, "name").ifPresent(actions::add);
        onAtJoin |=
            attribute(in, "name").equals(Optional.of("on"))
                && attribute(in, "automatic").equals(Optional.of("1"));
      }
      default -> {}
    }
  }

  private void end(String element) {
    if (element.equals("parameter") && !parameter.isEmpty()) {
      parameters.put(
          parameter, new Parameter(parameter, type, required, deprecated, defaultValue, text));
    }
  }

  private static Optional<String> attribute(XMLStreamReader in, String name) {
    return Optional.ofNullable(in.getAttributeValue("", name))
        .or(() -> Optional.ofNullable(in.getAttributeValue(null, name)));
  }
}
