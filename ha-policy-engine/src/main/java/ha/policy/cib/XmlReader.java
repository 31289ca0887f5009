package ha.policy.cib;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML 1.0 as far as it is used to write down elements and attributes: a document type, and
 * with it every entity but the five that XML itself has, is refused, and nothing else is ever read.
 * Text, comments and processing instructions are passed over; of a prefixed name the local part
 * counts. Positions are lines and columns from 1, columns in UTF-16 units.
 */
final class XmlReader {
  /** Nothing that Pacemaker writes is nearly as deep. */
  private static final int DEEPEST = 100;

  /** U+FEFF in UTF-8. */
  private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

  private final String file;
  private final byte[] text;
  private final XmlNames names;
  private int at;
  private int line = 1;

  /** Where column 1 would be, were all characters before {@link #at} in its line of one byte. */
  private int lineStart;

  private final XmlElement[] open = new XmlElement[DEEPEST];
  private final int[] openNames = new int[DEEPEST];
  private int depth;
  private @Nullable XmlElement root;

  /** Names and values of the element that is being read. */
  private String[] pairs = new String[32];

  private int[] pairNames = new int[16];

  private XmlReader(String file, byte[] text) {
    this.file = file;
    this.text = text;
    this.names = new XmlNames(text);
  }

  /**
   * The document's element.
   *
   * @throws IllegalArgumentException with file, line and column if it is not well-formed or too
   *     deep
   */
  static XmlElement read(String file, byte[] xml) {
    return new XmlReader(file, utf8(file, xml)).document();
  }

  /** The same document in UTF-8, which nearly all are written in. */
  private static byte[] utf8(String file, byte[] xml) {
    boolean wide = xml.length > 1 && (xml[0] ^ xml[1]) == 1 && (xml[0] == -1 || xml[1] == -1);
    if (wide) {
      return new String(xml, StandardCharsets.UTF_16).getBytes(StandardCharsets.UTF_8);
    }
    String start = new String(xml, 0, Math.min(xml.length, 200), StandardCharsets.ISO_8859_1);
    int end = start.indexOf("?>");
    int word = start.indexOf("encoding");
    if (!start.startsWith("<?xml") || word < 0 || word > end) {
      return xml;
    }
    String[] quoted = start.substring(word, end).split("[\"']", 3);
    try {
      Charset charset = Charset.forName(quoted.length > 1 ? quoted[1] : "");
      return charset.equals(StandardCharsets.UTF_8)
          ? xml
          : new String(xml, charset).getBytes(StandardCharsets.UTF_8);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(file + ":1:1: not readable as XML: unknown encoding", e);
    }
  }

  private XmlElement document() {
    if (startsWith(BYTE_ORDER_MARK)) {
      at = 3;
      lineStart = 3;
    }
    while (at < text.length) {
      if (text[at] == '<') {
        markup();
      } else {
        between();
      }
    }
    if (depth > 0) {
      throw wrong("it ends within <" + open[depth - 1].name() + ">");
    }
    if (root == null) {
      throw new IllegalArgumentException(file + ": no element in it");
    }
    return root;
  }

  private void markup() {
    switch (at + 1 < text.length ? text[at + 1] : 0) {
      case '/' -> end();
      case '?' -> pass("<?", "?>");
      case '!' -> {
        if (startsWith("<!--")) {
          pass("<!--", "-->");
        } else if (startsWith("<![CDATA[") && depth > 0) {
          pass("<![CDATA[", "]]>");
        } else {
          throw wrong("a document type is refused");
        }
      }
      default -> start();
    }
  }

  private boolean startsWith(String what) {
    if (at + what.length() > text.length) {
      return false;
    }
    for (int i = 0; i < what.length(); i++) {
      if ((text[at + i] & 0xFF) != what.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void pass(String start, String end) {
    at += start.length();
    while (!startsWith(end)) {
      step();
    }
    at += end.length();
  }

  /** Text between tags; outside of the root there is only space. */
  private void between() {
    while (at < text.length && text[at] != '<') {
      if (depth == 0 && !isSpace(text[at])) {
        throw wrong("text outside of the document's element");
      }
      if (text[at] == '&') {
        reference();
      } else {
        step();
      }
    }
  }

  /** One byte on, in text of any kind. */
  private void step() {
    byte b = present();
    at++;
    if (b < ' ') {
      if (b == '\n' || (b == '\r' && (at == text.length || text[at] != '\n'))) {
        line++;
        lineStart = at;
      } else if (b < 0) {
        // Continuation bytes are in no column; what begins with F0 or more is two UTF-16 units.
        lineStart += (b & 0xC0) == 0x80 ? 1 : (b & 0xF0) == 0xF0 ? -1 : 0;
      } else if (!isSpace(b)) {
        throw wrong("a control character");
      }
    }
  }

  private byte present() {
    if (at >= text.length) {
      throw wrong("it ends too early");
    }
    return text[at];
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r';
  }

  private boolean space() {
    int from = at;
    while (at < text.length && isSpace(text[at])) {
      step();
    }
    return at > from;
  }

  private void expect(char wanted) {
    if (present() != wanted) {
      throw wrong("expected " + wanted);
    }
    at++;
  }

  private void start() {
    int startLine = line;
    int startColumn = column();
    at++;
    int name = name();
    int count = 0;
    boolean space = space();
    while (present() != '>' && text[at] != '/') {
      if (!space) {
        throw wrong("expected a space before the next attribute");
      }
      count += attribute(count) ? 1 : 0;
      space = space();
    }
    XmlElement element =
        new XmlElement(
            names.local(name), Arrays.copyOf(pairs, 2 * count), file, startLine, startColumn);
    if (depth > 0) {
      open[depth - 1].add(element);
    } else if (root == null) {
      root = element;
    } else {
      throw wrong("a second element beside the document's");
    }
    if (text[at] == '>') {
      if (depth == DEEPEST) {
        throw wrong("elements are more than " + DEEPEST + " deep in each other");
      }
      openNames[depth] = name;
      open[depth++] = element;
    } else {
      at++;
    }
    expect('>');
  }

  private void end() {
    at += 2;
    if (depth == 0) {
      throw wrong("the end of what was not begun");
    }
    if (name() != openNames[--depth]) {
      throw wrong("expected the end of <" + open[depth].name() + ">");
    }
    space();
    expect('>');
  }

  private int name() {
    int from = at;
    int name = names.scan(at);
    at = names.end();
    if (at == from) {
      throw wrong("expected a name");
    }
    if (name < 0) {
      throw wrong("more different names than any CIB has");
    }
    for (int i = from; i < at && names.isForeign(name); i++) {
      lineStart += (text[i] & 0xC0) == 0x80 ? 1 : (text[i] & 0xF0) == 0xF0 ? -1 : 0;
    }
    return name;
  }

  /** Reads an attribute as the one with this number; whether it is more than a namespace. */
  private boolean attribute(int number) {
    int name = name();
    space();
    expect('=');
    space();
    String value = value();
    if (names.isNamespace(name)) {
      return false;
    }
    for (int i = 0; i < number; i++) {
      if (pairNames[i] == name) {
        throw wrong("a second attribute '" + names.local(name) + "'");
      }
    }
    if (number == pairNames.length) {
      pairNames = Arrays.copyOf(pairNames, 2 * number);
      pairs = Arrays.copyOf(pairs, 4 * number);
    }
    pairNames[number] = name;
    pairs[2 * number] = names.local(name);
    pairs[2 * number + 1] = value;
    return true;
  }

  private String value() {
    byte quote = present();
    if (quote != '"' && quote != '\'') {
      throw wrong("expected a quoted value");
    }
    int from = ++at;
    int end = from;
    while (end < text.length) {
      byte b = text[end];
      if (b == quote) {
        at = end + 1;
        return new String(text, from, end - from, StandardCharsets.ISO_8859_1);
      }
      if (b < ' ' || b == '&' || b == '<') {
        break;
      }
      end++;
    }
    at = end;
    return rareValue(from, quote);
  }

  /** A value with references, line ends, or characters beyond ASCII. */
  private String rareValue(int from, byte quote) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(text, from, at - from);
    for (byte b = present(); b != quote; b = present()) {
      if (b == '<') {
        throw wrong("a < within a value; expected &lt;");
      }
      if (b == '&') {
        value.writeBytes(Character.toString(reference()).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      step();
      boolean lineEnd = b == '\r' && at < text.length && text[at] == '\n';
      if (!lineEnd) { // a carriage return and a line feed are one space
        value.write(isSpace(b) ? ' ' : b);
      }
    }
    at++;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw wrong("not UTF-8");
    }
  }

  /** The character that a reference stands for. */
  private int reference() {
    int semicolon = at;
    while (semicolon < text.length && semicolon - at < 12 && text[semicolon] != ';') {
      semicolon++;
    }
    String name = new String(text, at + 1, semicolon - at - 1, StandardCharsets.ISO_8859_1);
    int character =
        switch (name) {
          case "lt" -> '<';
          case "gt" -> '>';
          case "amp" -> '&';
          case "quot" -> '"';
          case "apos" -> '\'';
          default -> number(name);
        };
    boolean legal =
        character >= ' '
            ? Character.isDefined(character) || character > 0xFFFF
            : character == '\n' || character == '\t' || character == '\r';
    if (!legal || (character >= 0xD800 && character < 0xE000) || semicolon == text.length) {
      throw wrong("not a reference to a character: &" + name + ";");
    }
    at = semicolon + 1;
    return character;
  }

  private static int number(String reference) {
    try {
      if (reference.startsWith("#x")) {
        return Integer.parseUnsignedInt(reference.substring(2), 16);
      }
      return reference.startsWith("#") ? Integer.parseUnsignedInt(reference.substring(1)) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private int column() {
    return at - lineStart + 1;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(
        file + ":" + line + ":" + column() + ": not readable as XML: " + what);
  }
}
