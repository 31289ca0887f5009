package ha.model.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes records as JSON. Thread-safe.
 *
 * <p>Names, terms, incarnations and scores are plain values; times are ISO 8601; a sealed interface
 * is told apart by {@code "type"}, the record's simple name. Only the permitted subtypes can be
 * read, so no document chooses a class.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(PlainValues.module())
          .withConfigOverride(List.class, Json::emptyIfAbsent)
          .withConfigOverride(SortedMap.class, Json::emptyIfAbsent)
          .annotationIntrospector(new SealedTypes())
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Json() {}

  /** What an older version wrote lacks what is new; a list that is not there has no elements. */
  private static void emptyIfAbsent(MutableConfigOverride override) {
    override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
  }

  /** {@code value} as compact JSON in UTF-8. */
  public static byte[] bytes(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /** {@code value} as compact JSON. */
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** {@code value} as JSON over several lines, for people. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException if {@code json} is not JSON of that type; the message says
   *     where
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not a JSON " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** As {@link #read(byte[], Class)}. */
  public static <T> T read(String json, Class<T> type) {
    return read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), type);
  }

  /** Reads an array of values. */
  public static <T> List<T> readList(byte[] json, Class<T> type) {
    try {
      return MAPPER.readValue(
          json, MAPPER.getTypeFactory().constructCollectionType(List.class, type));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not a JSON list of " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }
}
