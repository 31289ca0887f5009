package ha.api;

import ha.model.json.Json;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what came from the other side: JSON of the right type in which nothing is missing. */
public final class ApiJson {
  /**
   * Found once for each record: every heartbeat is read here, and reflection copies what it finds.
   */
  private static final ClassValue<List<RecordComponent>> CAN_BE_MISSING =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> record) {
          return Arrays.stream(record.getRecordComponents())
              .filter(component -> !component.getType().isPrimitive())
              .toList();
        }
      };

  private ApiJson() {}

  /**
   * Reads one record.
   *
   * @throws IllegalArgumentException if it is not JSON of that type or lacks something that is not
   *     optional; the message says where
   */
  public static <T> T read(byte[] json, Class<T> type) {
    T value = Json.read(json, type);
    String missing = missing(value, "");
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "not a JSON " + type.getSimpleName() + ": '" + missing + "' is missing");
    }
    return value;
  }

  /** Path of the first component that is null, or empty. */
  private static String missing(@Nullable Object value, String path) {
    return switch (value) {
      case null -> path.isEmpty() ? "everything" : path;
      case Record parts -> missingPart(parts, path.isEmpty() ? "" : path + ".");
      case Collection<?> elements -> missingElement(elements, path);
      case Map<?, ?> entries -> missingElement(entries.values(), path);
      default -> "";
    };
  }

  private static String missingElement(Collection<?> elements, String path) {
    int index = 0;
    for (Object element : elements) {
      String missing = missing(element, path + "[" + index++ + "]");
      if (!missing.isEmpty()) {
        return missing;
      }
    }
    return "";
  }

  private static String missingPart(Record parts, String prefix) {
    for (RecordComponent component : CAN_BE_MISSING.get(parts.getClass())) {
      String missing = missing(get(component, parts), prefix + component.getName());
      if (!missing.isEmpty()) {
        return missing;
      }
    }
    return "";
  }

  private static @Nullable Object get(RecordComponent component, Record parts) {
    try {
      return component.getAccessor().invoke(parts);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("component " + component + " cannot be read", e);
    }
  }
}
