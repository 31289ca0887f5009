package ha.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An answer as its bytes come in, HTTP/1.1 (RFC 9112): with a length, in chunks, or until the
 * connection ends.
 */
final class HttpAnswer {
  private static final int LONGEST_HEAD = 64 << 10;

  private enum Part {
    HEAD,
    SIZED_BODY,
    BODY_TO_END,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    COMPLETE
  }

  private final int largest;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private Part part = Part.HEAD;
  private int status;
  private int headBytes;
  private long expected = -1;
  private boolean chunked;

  /** Of at most {@code largest} bytes. */
  HttpAnswer(int largest) {
    this.largest = largest;
  }

  boolean complete() {
    return part == Part.COMPLETE;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body.toByteArray();
  }

  /** Takes all of {@code in}; {@code ended}: nothing comes after it. */
  void take(ByteBuffer in, boolean ended) throws IOException {
    while (in.hasRemaining() && !complete()) {
      switch (part) {
        case HEAD, CHUNK_SIZE, CHUNK_END, TRAILER -> takeLine(in);
        case SIZED_BODY, CHUNK, BODY_TO_END -> takeBody(in);
        case COMPLETE -> {}
      }
    }
    if (ended && part == Part.BODY_TO_END) {
      part = Part.COMPLETE;
    } else if (ended && !complete()) {
      throw new IOException("the connection ended in the middle of the answer");
    }
  }

  private void takeBody(ByteBuffer in) throws IOException {
    int count =
        part == Part.BODY_TO_END ? in.remaining() : (int) Math.min(in.remaining(), expected);
    if (body.size() + (long) count > largest) {
      throw new IOException("the answer is larger than " + largest + " bytes");
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    body.write(bytes, 0, count);
    expected -= count;
    if (part == Part.SIZED_BODY && expected == 0) {
      part = Part.COMPLETE;
    } else if (part == Part.CHUNK && expected == 0) {
      part = Part.CHUNK_END;
    }
  }

  private void takeLine(ByteBuffer in) throws IOException {
    byte next = in.get();
    if (++headBytes > LONGEST_HEAD && part != Part.CHUNK_SIZE && part != Part.CHUNK_END) {
      throw new IOException("the head of the answer does not end");
    }
    if (next != '\n') {
      line.write(next);
      return;
    }
    String text = line.toString(StandardCharsets.ISO_8859_1).strip();
    line.reset();
    switch (part) {
      case HEAD -> headLine(text);
      case CHUNK_SIZE -> chunkSize(text);
      case CHUNK_END -> part = Part.CHUNK_SIZE;
      case TRAILER -> part = text.isEmpty() ? Part.COMPLETE : Part.TRAILER;
      case SIZED_BODY, CHUNK, BODY_TO_END, COMPLETE -> throw new IllegalStateException();
    }
  }

  private void headLine(String text) throws IOException {
    if (status == 0) {
      String[] words = text.split(" ", 3);
      if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
        throw new IOException("not an HTTP answer: '" + text + "'");
      }
      status = Integer.parseInt(words[1]);
    } else if (!text.isEmpty()) {
      header(text);
    } else if (status < 200) {
      status = 0;
    } else if (chunked) {
      part = Part.CHUNK_SIZE;
    } else if (expected >= 0) {
      part = expected == 0 ? Part.COMPLETE : Part.SIZED_BODY;
    } else {
      part = Part.BODY_TO_END;
    }
  }

  private void header(String text) throws IOException {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = text.substring(colon + 1).strip();
    switch (name) {
      case "content-length" -> expected = number(value, 10);
      case "transfer-encoding" -> chunked = value.toLowerCase(Locale.ROOT).endsWith("chunked");
      default -> {}
    }
  }

  private void chunkSize(String text) throws IOException {
    int extension = text.indexOf(';');
    expected = number((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
    part = expected == 0 ? Part.TRAILER : Part.CHUNK;
  }

  private static long number(String text, int radix) throws IOException {
    try {
      long number = Long.parseLong(text, radix);
      if (number < 0) {
        throw new NumberFormatException("negative");
      }
      return number;
    } catch (NumberFormatException e) {
      throw new IOException("'" + text + "' is not a length", e);
    }
  }
}
