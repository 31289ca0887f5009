package ha.cli.command;

import ha.api.ApiError;
import ha.api.ApiError.Kind;
import ha.api.ClusterStatus;
import ha.cli.text.Nearest;
import java.util.List;
import java.util.Optional;

/** Names that users mistype. */
final class Names {
  private Names() {}

  static List<String> nodes(ClusterStatus status) {
    return status.nodes().stream().map(n -> n.name().value()).toList();
  }

  static List<String> resources(ClusterStatus status) {
    return status.allResources().stream().map(r -> r.id().value()).toList();
  }

  /** There is no such thing; names the nearest, or all. */
  static ApiError notFound(String kind, String name, List<String> known) {
    Optional<String> nearest = Nearest.to(name, known);
    return new ApiError(
        Kind.NOT_FOUND,
        "there is no " + kind + " '" + name + "'",
        "",
        nearest.map(n -> "perhaps " + n).orElse("one of " + String.join(", ", known)),
        "hactl status");
  }
}
