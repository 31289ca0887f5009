package ha.policy.fuzz;

import ha.policy.conformance.Difference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

/**
 * A difference that we know and keep.
 *
 * @param name one word
 * @param cib XPath: what the situation has if it is this one
 * @param lines what each line of the difference looks like
 * @param why a sentence
 */
record Understood(String name, String cib, Pattern lines, String why) {
  private static final String FILE = "/understood-differences.txt";

  /** The list in the file: blocks of {@code key: value} with empty lines between them. */
  static List<Understood> all() throws IOException {
    try (InputStream in = Objects.requireNonNull(Understood.class.getResourceAsStream(FILE))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Understood> all = new ArrayList<>();
      for (String block : text.replaceAll("(?m)^#.*\n", "").strip().split("\n\\s*\n")) {
        if (!block.isBlank()) {
          all.add(read(block));
        }
      }
      return all;
    }
  }

  private static Understood read(String block) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : block.strip().split("\n")) {
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new IllegalArgumentException(FILE + ": key: value is expected, not " + line);
      }
      values.put(line.substring(0, colon), line.substring(colon + 2).strip());
    }
    return new Understood(
        Objects.requireNonNull(values.get("name"), block),
        values.getOrDefault("cib", "true()"),
        Pattern.compile(values.getOrDefault("lines", ".*")),
        Objects.requireNonNull(values.get("why"), block));
  }

  /** The one of the list that explains all that differs. */
  static Optional<Understood> of(
      List<Understood> list, Document cib, List<Difference> differences) {
    return list.stream().filter(one -> one.explains(cib, differences)).findFirst();
  }

  private boolean explains(Document cib, List<Difference> differences) {
    try {
      return differences.stream().allMatch(d -> lines.matcher(d.toString()).matches())
          && (boolean)
              XPathFactory.newDefaultInstance()
                  .newXPath()
                  .evaluate("boolean(" + cib() + ")", cib, XPathConstants.BOOLEAN);
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(FILE + ": " + name + ": " + cib(), e);
    }
  }
}
