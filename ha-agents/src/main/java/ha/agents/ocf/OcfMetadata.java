package ha.agents.ocf;

import ha.agents.AgentMetadata;
import ha.agents.AgentMetadata.Action;
import ha.agents.AgentMetadata.Parameter;
import ha.agents.Durations;
import ha.agents.Operation;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads the XML in which a script describes itself. */
final class OcfMetadata {
  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader in;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private final List<String> notUnderstood = new ArrayList<>();
  private String name = "";
  private String agentVersion = "";
  private String version = "";
  private String summary = "";
  private String description = "";

  private OcfMetadata(XMLStreamReader in) {
    this.in = in;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * Reads a whole description.
   *
   * @throws XMLStreamException if it is not one
   */
  static AgentMetadata read(String xml) throws XMLStreamException {
    int start = xml.indexOf("<?xml");
    // Some scripts write a warning before their description.
    String clean = start > 0 ? xml.substring(start) : xml;
    XMLStreamReader in;
    synchronized (FACTORY) {
      in = FACTORY.createXMLStreamReader(new StringReader(clean.strip()));
    }
    try {
      return new OcfMetadata(in).whole();
    } finally {
      in.close();
    }
  }

  private AgentMetadata whole() throws XMLStreamException {
    while (in.hasNext()) {
      if (in.next() == XMLStreamConstants.START_ELEMENT) {
        element();
      }
    }
    if (name.isEmpty()) {
      throw new XMLStreamException("it has no element resource-agent with a name");
    }
    return new AgentMetadata(
        name,
        agentVersion.isEmpty() ? version : agentVersion,
        summary,
        description,
        parameters,
        actions,
        notUnderstood);
  }

  private void element() throws XMLStreamException {
    switch (in.getLocalName()) {
      case "resource-agent" -> {
        name = attribute("name").orElse("");
        agentVersion = attribute("version").orElse("");
      }
      case "version" -> version = text();
      case "shortdesc" -> summary = text();
      case "longdesc" -> description = text();
      case "parameter" -> parameters.add(parameter());
      case "action" -> action();
      default -> {
        // Frames, and extensions that we do not know.
      }
    }
  }

  private Parameter parameter() throws XMLStreamException {
    String parameterName = attribute("name").orElse("");
    boolean required = flag("required");
    boolean unique = flag("unique");
    Optional<String> group =
        attribute("unique-group").or(() -> unique ? Optional.of(parameterName) : Optional.empty());
    boolean reloadable = flag("reloadable");
    AgentMetadata.Type type = AgentMetadata.Type.STRING;
    Optional<String> defaultValue = Optional.empty();
    List<String> choices = new ArrayList<>();
    String shortText = "";
    String longText = "";
    while (!atEnd("parameter")) {
      if (in.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (in.getLocalName()) {
        case "content" -> {
          type = type(attribute("type").orElse("string"));
          defaultValue = attribute("default");
        }
        case "option" -> attribute("value").ifPresent(choices::add);
        case "shortdesc" -> shortText = text();
        case "longdesc" -> longText = text();
        default -> {
          // Extensions that we do not know.
        }
      }
    }
    return new Parameter(
        parameterName,
        type,
        required,
        group,
        reloadable,
        defaultValue,
        choices,
        shortText,
        longText);
  }

  private boolean atEnd(String element) {
    return in.getEventType() == XMLStreamConstants.END_ELEMENT && in.getLocalName().equals(element);
  }

  private void action() {
    String actionName = attribute("name").orElse("");
    Optional<Operation> operation = Operation.named(actionName);
    if (operation.isEmpty()) {
      if (!actionName.equals("meta-data")) {
        notUnderstood.add(actionName);
      }
      return;
    }
    actions.add(
        new Action(operation.get(), duration("timeout"), duration("interval"), attribute("role")));
  }

  private Duration duration(String attribute) {
    return attribute(attribute).flatMap(Durations::parse).orElse(Duration.ZERO);
  }

  private static AgentMetadata.Type type(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "integer" -> AgentMetadata.Type.INTEGER;
      case "boolean" -> AgentMetadata.Type.BOOLEAN;
      case "time", "duration", "second" -> AgentMetadata.Type.DURATION;
      case "select" -> AgentMetadata.Type.SELECT;
      default -> AgentMetadata.Type.STRING;
    };
  }

  private boolean flag(String attribute) {
    return attribute(attribute).filter(v -> v.equals("1") || v.equals("true")).isPresent();
  }

  private Optional<String> attribute(String attribute) {
    @Nullable String value = in.getAttributeValue(null, attribute);
    return Optional.ofNullable(value);
  }

  private String text() throws XMLStreamException {
    return in.getElementText().strip();
  }
}
