package ha.api;

import ha.model.json.Json;
import java.lang.reflect.RecordComponent;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records of {@link Queries} as the part of a URL after the question mark, and back. */
public final class QueryString {
  private QueryString() {}

  /** {@code query}'s components that are set, joined by {@code &}; empty if none is. */
  public static String of(Record query) {
    Map<?, ?> values = Json.read(Json.bytes(query), LinkedHashMap.class);
    List<String> parts = new ArrayList<>();
    values.forEach((name, value) -> {
      if (value != null) {
        parts.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
      }
    });
    return String.join("&", parts);
  }

  /**
   * Reads the raw (still encoded) query string; empty for none.
   *
   * @throws IllegalArgumentException if a parameter is unknown, missing or not of its type; the
   *     message says which are known
   */
  public static <Q extends Record> Q read(String raw, Class<Q> type) {
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : raw.isEmpty() ? new String[0] : raw.split("&")) {
      int equals = part.indexOf('=');
      String name = decode(equals < 0 ? part : part.substring(0, equals));
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown query parameter '" + name + "'; known are: " + String.join(", ", known));
      }
      values.put(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
    }
    return ApiJson.read(Json.bytes(values), type);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
