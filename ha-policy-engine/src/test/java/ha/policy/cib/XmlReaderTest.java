package ha.policy.cib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what the Java platform's own reader reads, and refuses what that refuses. */
class XmlReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a/>",
        "\uFEFF<a b='1'/>",
        """
        <?xml version="1.0" encoding='UTF-8'?>
        <!-- x -->\r
        <a  b = "1"\tc='"'
        />
        <!-- y -->\
        """,
        "<a><!-- <b> & - --><b/><![CDATA[<c> & ]] ]]><?pi <d> ?>text &amp; more<e f='g'/></a>",
        "<a b='&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#10;&#x1F600;'/>",
        "<a b=' x\ty\nz\r\nw\rv '>\r\n <c/>\r \n<d/></a>",
        "<a b='äöü€😀'> ä <c/>€<d/>😀<e/>\n<!--😀ä--><f é='😀'/><é/><g/></a>",
        "<a xmlns='urn:x' xmlns:p='urn:y' b='1' p:c='2'><p:d/></a>",
        "<a><b></b ><c\n></c></a  >",
        "<_a-b.c d0=''/>",
      })
  void isReadAsByThePlatform(String xml) throws XMLStreamException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);

    assertThat(told(XmlReader.read("x", bytes))).isEqualTo(platform(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16BE", "ISO-8859-1", "US-ASCII"})
  void otherEncodingsAreRead(String encoding) throws XMLStreamException {
    String letter = encoding.equals("US-ASCII") ? "u" : "ü";
    String mark = encoding.equals("UTF-16BE") ? "\uFEFF" : "";
    String xml = mark + "<?xml version='1.0' encoding='" + encoding + "'?><a b='" + letter + "'/>";
    byte[] bytes = xml.getBytes(Charset.forName(encoding));

    assertThat(XmlReader.read("x", bytes).value("b")).isEqualTo(letter);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "</a>",
        "<a",
        "<a b",
        "<a b=",
        "<a b='",
        "<a b='1' b='2'/>",
        "<a b='1'c='2'/>",
        "<a b=1/>",
        "<a b='<'/>",
        "<a b='&x;'/>",
        "<a b='&'/>",
        "<a b='&#0;'/>",
        "<a b='&#xD800;'/>",
        "<a b='\u0001'/>",
        "<a>&x;</a>",
        "<a>\u0001</a>",
        "<1a/>",
        "< a/>",
        "<a / >",
        "<!DOCTYPE a><a/>",
        "<![CDATA[x]]><a/>",
        "<a><!-- x</a>",
        "<?xml version='1.0' encoding='nonsense'?><a/>",
      })
  void isRefusedAsByThePlatform(String xml) {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> platform(bytes)).isInstanceOf(Exception.class);
    assertThatThrownBy(() -> XmlReader.read("x", bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("x:");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] bytes = "<a b='ü'/>".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> XmlReader.read("x", bytes)).hasMessageStartingWith("x:1:");
  }

  @Test
  void namesAreBounded() {
    StringBuilder xml = new StringBuilder("<a>");
    for (int i = 0; i < 100_000; i++) {
      xml.append("<n").append(i).append("/>");
    }
    byte[] bytes = xml.toString().getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> XmlReader.read("x", bytes)).hasMessageContaining("different names");
  }

  @Test
  void whateverIsCutOffIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(example());
    int last = new String(whole, StandardCharsets.UTF_8).lastIndexOf('>');
    for (int length = 0; length < last; length += 7) {
      byte[] part = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> XmlReader.read("x", part))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void wholeFilesAreReadAsByThePlatform() throws IOException, XMLStreamException {
    byte[] whole = Files.readAllBytes(example());

    assertThat(told(XmlReader.read("x", whole))).isEqualTo(platform(whole));
  }

  private static Path example() {
    return Stream.of("config-examples", "../config-examples")
        .map(directory -> Path.of(directory, "pacemaker-cib.xml"))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> told(XmlElement root) {
    List<String> told = new ArrayList<>();
    tell(root, 0, told);
    return told;
  }

  private static void tell(XmlElement element, int depth, List<String> told) {
    told.add(
        depth + element.name() + element.attributes() + (depth == 0 ? "" : element.position()));
    element.children().forEach(child -> tell(child, depth + 1, told));
  }

  private static List<String> platform(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    List<String> told = new ArrayList<>();
    int depth = 0;
    while (reader.hasNext()) {
      boolean text =
          reader.getEventType() == XMLStreamConstants.CHARACTERS
              || reader.getEventType() == XMLStreamConstants.SPACE;
      // Where a thing ends, which is where the next begins; of text, one further.
      int line = reader.getLocation().getLineNumber();
      int column = Math.max(1, reader.getLocation().getColumnNumber() - (text ? 1 : 0));
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          java.util.Map<String, String> attributes = new java.util.LinkedHashMap<>();
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
          }
          // It does not tell where space before the root ends.
          String position = depth == 0 ? "" : "x:" + line + ":" + column;
          told.add(depth + reader.getLocalName() + attributes + position);
          depth++;
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD -> throw new XMLStreamException("a document type");
        default -> {}
      }
    }
    return told;
  }
}
