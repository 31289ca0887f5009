package ha.model.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/** Tells the records of a sealed interface apart by their simple names. */
final class SealedTypes extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true, false);

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    if (annotated instanceof AnnotatedClass type && sealedRoot(type.getRawType()) != null) {
      return BY_NAME;
    }
    return super.findPolymorphicTypeInfo(config, annotated);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    if (!(annotated instanceof AnnotatedClass type) || !type.getRawType().isSealed()) {
      return super.findSubtypes(config, annotated);
    }
    List<NamedType> found = new ArrayList<>();
    Deque<Class<?>> open = new ArrayDeque<>(List.of(type.getRawType()));
    while (!open.isEmpty()) {
      Class<?> next = open.pop();
      if (next.isSealed()) {
        open.addAll(List.of(next.getPermittedSubclasses()));
      } else {
        found.add(new NamedType(next, next.getSimpleName()));
      }
    }
    return found;
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
    Class<?> raw = type.getRawType();
    return raw.isRecord() && sealedRoot(raw) != null
        ? raw.getSimpleName()
        : super.findTypeName(config, type);
  }

  private static @Nullable Class<?> sealedRoot(Class<?> type) {
    if (type.isInterface()) {
      return type.isSealed() ? type : null;
    }
    if (!type.isRecord()) {
      return null;
    }
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed()) {
        return parent;
      }
    }
    return null;
  }
}
