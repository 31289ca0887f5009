package ha.model.yaml;

import ha.model.definition.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Turns offsets into lines and columns. */
final class Places {
  private Places() {}

  /** Place of the character with this index. */
  static SourcePosition at(String file, String text, int index) {
    int end = Math.clamp(index, 0, text.length());
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new SourcePosition(file, line, text.codePointCount(lineStart, end) + 1);
  }

  /** Decodes UTF-8; what is none is told of at its place, and nothing comes back. */
  static Optional<String> decode(String file, byte[] bytes, Findings findings) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    String text = out.toString();
    if (result.isError()) {
      findings.error(
          at(file, text, text.length()),
          String.format(Locale.ROOT, "byte 0x%02X is not UTF-8", bytes[in.position()] & 0xFF),
          "a text file in UTF-8",
          "convert the file, for example with iconv -t UTF-8");
      return Optional.empty();
    }
    return Optional.of(text);
  }
}
