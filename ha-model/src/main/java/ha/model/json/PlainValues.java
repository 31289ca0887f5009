package ha.model.json;

import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.Term;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Records of one value, written as that value, also as keys of objects. */
final class PlainValues {
  private final SimpleModule module = new SimpleModule("plain-values");

  private PlainValues() {}

  static SimpleModule module() {
    PlainValues values = new PlainValues();
    values.text(NodeName.class, NodeName::value, NodeName::new);
    values.text(ResourceId.class, ResourceId::value, ResourceId::new);
    values.text(DeviceId.class, DeviceId::value, DeviceId::new);
    values.text(Score.class, Score::toString, Score::parse);
    values.number(Term.class, Term::number, Term::new);
    values.number(Incarnation.class, Incarnation::number, Incarnation::new);
    values.number(MonoTime.class, MonoTime::nanos, MonoTime::new);
    return values.module;
  }

  private <T> void text(Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator json, SerializationContext context)
              throws JacksonException {
            json.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new ValueDeserializer<T>() {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context)
              throws JacksonException {
            return read.apply(json.getValueAsString(""));
          }
        });
    keys(type, write, read);
  }

  private <T> void number(Class<T> type, Function<T, Long> write, Function<Long, T> read) {
    module.addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator json, SerializationContext context)
              throws JacksonException {
            json.writeNumber(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new ValueDeserializer<T>() {
          @Override
          public T deserialize(JsonParser json, DeserializationContext context)
              throws JacksonException {
            return read.apply(json.getLongValue());
          }
        });
    keys(type, value -> Long.toString(write.apply(value)), key -> read.apply(Long.valueOf(key)));
  }

  private <T> void keys(Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addKeySerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator json, SerializationContext context)
              throws JacksonException {
            json.writeName(write.apply(value));
          }
        });
    module.addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context)
              throws JacksonException {
            return read.apply(key);
          }
        });
  }
}
