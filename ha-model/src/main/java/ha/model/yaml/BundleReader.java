package ha.model.yaml;

import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AttributeSet;
import ha.model.definition.OptionTable.Scope;
import ha.model.definition.ResourceDefinition.Bundle;
import ha.model.definition.ResourceDefinition.Container;
import ha.model.definition.ResourceDefinition.Mount;
import ha.model.definition.ResourceDefinition.Network;
import ha.model.definition.ResourceDefinition.Port;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads bundles: {@code containers:}, and what is to {@code run:} in each. */
final class BundleReader {
  static final String CONTAINERS = "containers";
  static final String RUN = "run";

  private static final List<String> RUNTIMES = List.of("podman", "docker", "rkt");
  private static final Pattern PORT =
      Pattern.compile("(\\d{1,5}(-\\d{1,5})?)(:(\\d{1,5}(-\\d{1,5})?))?");
  private static final int MOST = 1000;

  private final Reading reading;
  private final OptionReader options;
  private final Function<Yaml.Entry, Optional<Primitive>> member;

  /**
   * A reader.
   *
   * @param member reads what runs in the containers
   */
  BundleReader(
      Reading reading, OptionReader options, Function<Yaml.Entry, Optional<Primitive>> member) {
    this.reading = reading;
    this.options = options;
    this.member = member;
  }

  /** The bundle, or empty after a finding. */
  Optional<Bundle> read(String name, Fields fields, SourcePosition position) {
    for (String key : List.of("agent", "template", "operations", "utilization", "with", "group")) {
      refuse(fields, key);
    }
    refuse(fields, "clone");
    refuse(fields, CloneReader.PROMOTABLE);
    Optional<Fields> inside =
        fields
            .mapping(CONTAINERS, CONTAINERS + ": {runtime: podman, image: …, replicas: 2}")
            .map(m -> reading.fields(m, "containers of '" + name + "'"));
    Optional<Primitive> child = fields.take(RUN).flatMap(value -> child(name, value));
    SortedMap<String, String> plain = options.beside(fields, Scope.RESOURCE);
    List<AttributeSet> listed = options.listed(fields, name + "-options", Scope.RESOURCE);
    if (inside.isEmpty()) {
      return Optional.empty();
    }
    Container container = container(inside.get());
    Optional<Network> network = network(inside.get());
    List<Mount> mounts = mounts(inside.get());
    inside.get().close();
    if (child.isPresent() && !reachable(network)) {
      reading.findings.error(
          inside.get().position(),
          "what runs in the containers of '" + name + "' cannot be reached",
          "first-address or control-port",
          "write first-address: 192.168.9.10, from which each container gets its own");
    }
    return Optional.of(
        new Bundle(
            new ResourceId(name),
            container,
            network,
            mounts,
            child,
            OptionReader.joined(name + "-options", Score.ZERO, plain, listed),
            position));
  }

  private void refuse(Fields fields, String key) {
    fields
        .entry(key)
        .ifPresent(entry ->
            reading.findings.error(
                entry.position(),
                "a bundle has no '" + key + "'",
                "containers, run, and options of resources",
                key.equals("clone") || key.equals(CloneReader.PROMOTABLE)
                    ? "write replicas or promoted-max under containers"
                    : "move it to the resource under run"));
  }

  private Optional<Primitive> child(String name, Yaml value) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(value, RUN, RUN + ": {httpd: {agent: ocf:heartbeat:apache}}");
    if (mapping.isPresent() && mapping.get().entries().size() != 1) {
      reading.findings.error(
          value.position(),
          mapping.get().entries().size()
              + " resources are to run in the containers of '"
              + name
              + "'",
          "one resource, by its name",
          "remove run where nothing is managed inside the containers");
      return Optional.empty();
    }
    return mapping.flatMap(m -> member.apply(m.entries().getFirst()));
  }

  // ---- containers ----------------------------------------------------------------------------

  private Container container(Fields fields) {
    String runtime =
        fields
            .need("runtime", "podman")
            .flatMap(v -> reading.values.word(v, "runtime", RUNTIMES))
            .orElse("podman");
    String image =
        fields
            .need("image", "localhost/web:latest")
            .flatMap(v -> reading.values.text(v, "image"))
            .orElse("");
    int promoted = fields.whole("promoted-max", 0, MOST).orElse(0);
    return new Container(
        runtime,
        image,
        fields.whole("replicas", 1, MOST).orElse(Math.max(1, promoted)),
        fields.whole("replicas-per-host", 1, MOST).orElse(1),
        promoted,
        fields.text("network"),
        fields.text("arguments"),
        fields.text("command"));
  }

  private Optional<Network> network(Fields fields) {
    Optional<String> first = address(fields);
    Optional<String> netmask = fields.text("netmask");
    Optional<String> device = fields.text("interface");
    Optional<String> control =
        fields.whole("control-port", 1, 65_535).map(n -> Integer.toString(n));
    Optional<Boolean> hosts = fields.flag("add-hosts");
    Optional<Yaml> ports = fields.take("ports");
    boolean none =
        first.isEmpty()
            && netmask.isEmpty()
            && device.isEmpty()
            && control.isEmpty()
            && hosts.isEmpty()
            && ports.isEmpty();
    return none
        ? Optional.empty()
        : Optional.of(
            new Network(
                first,
                netmask,
                device,
                control,
                hosts.orElse(true),
                ports.map(v -> reading.values.each(v, this::port)).orElse(List.of())));
  }

  private Optional<String> address(Fields fields) {
    return fields
        .take("first-address")
        .flatMap(value ->
            reading
                .values
                .text(value, "first-address")
                .filter(text -> {
                  boolean good = Addresses.good(text);
                  if (!good) {
                    reading.values.wrong(
                        value,
                        "first-address",
                        "an IPv4 or IPv6 address",
                        "write it as in 192.168.9.10; netmask has a key of its own");
                  }
                  return good;
                }));
  }

  private Optional<Port> port(Yaml value) {
    Optional<String> text = reading.values.text(value, "a port");
    return text.flatMap(written -> {
      var matcher = PORT.matcher(written);
      if (!matcher.matches()) {
        reading.values.wrong(
            value,
            "a port",
            "a port or range of the host, and of the container where it differs",
            "write it as in 80, 8080:80 or 8000-8010");
        return Optional.empty();
      }
      String host = matcher.group(1);
      String container = matcher.group(4);
      return Optional.of(new Port(host, container == null ? host : container));
    });
  }

  private static boolean reachable(Optional<Network> network) {
    return network
        .map(n -> n.rangeStart().isPresent() || n.controlPort().isPresent())
        .orElse(false);
  }

  private List<Mount> mounts(Fields fields) {
    return fields
        .take("mounts")
        .map(value -> reading.values.each(value, this::mount))
        .orElse(List.of());
  }

  private Optional<Mount> mount(Yaml value) {
    Optional<Yaml.Mapping> mapping =
        reading.values.mapping(value, "a mount", "{from: /srv/web, to: /var/www, options: ro}");
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = reading.fields(mapping.get(), "a mount");
    Optional<String> shared = fields.text("from");
    Optional<String> own = fields.text("own");
    Optional<String> to = fields.need("to", "/var/www").flatMap(v -> reading.values.text(v, "to"));
    Optional<String> how = fields.text("options");
    fields.close();
    if (shared.isPresent() == own.isPresent()) {
      reading.findings.error(
          value.position(),
          shared.isPresent()
              ? "a mount has both 'from' and 'own'"
              : "a mount lacks 'from' or 'own'",
          "from: the same directory for all, or own: one in which each container has its own",
          "write from: /srv/web");
      return Optional.empty();
    }
    return to.map(
        target -> new Mount(shared.or(() -> own).orElse(""), own.isPresent(), target, how));
  }
}
