package ha.model.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Joins resources with the templates they name. The resource's own keys win; {@code with}, {@code
 * utilization} and {@code operations} are joined key by key.
 */
final class Templates {
  private static final Set<String> JOINED = Set.of("with", "utilization", "operations");

  private final Reading reading;
  private final Map<String, Yaml.Mapping> bodies = new LinkedHashMap<>();
  private final Set<String> cyclic = new LinkedHashSet<>();
  private final Predicate<String> mergeable;

  /** {@code mergeable}: keys that a template may hand on. */
  Templates(Reading reading, Predicate<String> mergeable) {
    this.reading = reading;
    this.mergeable = mergeable;
  }

  Map<String, Yaml.Mapping> bodies() {
    return bodies;
  }

  void read(Yaml value) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(value, "templates", "templates: {vm: {agent: xen}}");
    for (Yaml.Entry entry : mapping.map(Yaml.Mapping::entries).orElse(List.of())) {
      String owner = "template '" + entry.key() + "'";
      if (ResourceNames.check(reading, entry.key(), entry.position(), "template")) {
        Yaml body =
            entry.value() instanceof Yaml.Scalar scalar && scalar.isNull()
                ? new Yaml.Mapping(List.of(), 1, entry.position())
                : entry.value();
        reading
            .values
            .mapping(body, owner, entry.key() + ": {agent: xen}")
            .ifPresent(found -> bodies.put(entry.key(), found));
      }
    }
    bodies.keySet().forEach(this::checkCycle);
  }

  private void checkCycle(String start) {
    List<String> path = new ArrayList<>();
    Optional<String> next = Optional.of(start);
    while (next.isPresent() && !cyclic.contains(next.get())) {
      if (path.contains(next.get())) {
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(next.get()), path.size()));
        cyclic.addAll(cycle);
        cycle.add(cycle.getFirst());
        reading.findings.error(
            use(cycle.getFirst()).orElseThrow().position(),
            "templates take their values from each other: " + String.join(" → ", cycle),
            "templates that end somewhere",
            "remove template: from one of them");
        return;
      }
      path.add(next.get());
      next = use(next.get()).map(Yaml.Scalar::text);
    }
  }

  /** Which template a template names. */
  private Optional<Yaml.Scalar> use(String template) {
    return Optional.ofNullable(bodies.get(template))
        .flatMap(body -> body.find("template"))
        .map(Yaml.Entry::value)
        .flatMap(
            v -> v instanceof Yaml.Scalar s && !s.isNull() ? Optional.of(s) : Optional.empty());
  }

  /** A template's name where it is used, or empty after a finding. */
  Optional<String> name(Yaml value) {
    Optional<String> text = reading.values.text(value, "template");
    return text.filter(name -> {
      boolean known = reading.names.templates().contains(name);
      if (!known) {
        reading.findings.error(
            value.position(),
            "there is no template '" + name + "'",
            "a name from templates",
            Words.nearest(name, reading.names.templates())
                .map(near -> "write " + near)
                .orElse("define it under templates"));
      }
      return known;
    });
  }

  /** Whether what the template hands on can be told: it is defined, and not by itself. */
  boolean sound(String name) {
    return bodies.containsKey(name) && !cyclic.contains(name);
  }

  /** {@code own} with everything it takes from its template, and from that one's. */
  Yaml.Mapping applied(Yaml.Mapping own) {
    Optional<String> name =
        own.find("template")
            .map(Yaml.Entry::value)
            .flatMap(v -> v instanceof Yaml.Scalar s ? Optional.of(s.text()) : Optional.empty())
            .filter(this::sound);
    return name.flatMap(template -> Optional.ofNullable(bodies.get(template)))
        .map(base -> join(own, applied(base)))
        .orElse(own);
  }

  private Yaml.Mapping join(Yaml.Mapping own, Yaml.Mapping base) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    own.entries().forEach(entry -> entries.put(entry.key(), entry));
    for (Yaml.Entry entry : base.entries()) {
      if (mergeable.test(entry.key())) {
        entries.merge(entry.key(), entry, Templates::joinValues);
      }
    }
    return new Yaml.Mapping(List.copyOf(entries.values()), own.size(), own.position());
  }

  private static Yaml.Entry joinValues(Yaml.Entry own, Yaml.Entry base) {
    Yaml joined = own.value();
    if (own.key().equals("options")) {
      joined = concatenated(own.value(), base.value());
    } else if (JOINED.contains(own.key())) {
      joined =
          own.value() instanceof Yaml.Mapping o && base.value() instanceof Yaml.Mapping b
              ? keyByKey(o, b)
              : own.key().equals("operations")
                  ? own.value()
                  : concatenated(own.value(), base.value());
    }
    return new Yaml.Entry(own.key(), own.position(), joined);
  }

  private static Yaml keyByKey(Yaml.Mapping own, Yaml.Mapping base) {
    Map<String, Yaml.Entry> entries = new LinkedHashMap<>();
    own.entries().forEach(entry -> entries.put(entry.key(), entry));
    base.entries().forEach(entry -> entries.putIfAbsent(entry.key(), entry));
    return new Yaml.Mapping(List.copyOf(entries.values()), own.size(), own.position());
  }

  /** Sets of both; those of the resource first, so that they win. */
  private static Yaml concatenated(Yaml own, Yaml base) {
    if (own instanceof Yaml.Scalar || base instanceof Yaml.Scalar) {
      return own;
    }
    List<Yaml> sets = new ArrayList<>(sets(own));
    sets.addAll(sets(base));
    return new Yaml.Sequence(sets, own.size(), own.position());
  }

  private static List<Yaml> sets(Yaml value) {
    return value instanceof Yaml.Sequence list
        ? list.items()
        : List.of(
            new Yaml.Mapping(
                List.of(new Yaml.Entry("values", value.position(), value)),
                value.size(),
                value.position()));
  }
}
