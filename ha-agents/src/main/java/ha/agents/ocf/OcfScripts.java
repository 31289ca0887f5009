package ha.agents.ocf;

import ha.agents.TrustedFile;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scripts on this node: {@code ROOT/resource.d/PROVIDER/TYPE}. A name leads to a file of
 * exactly that place, which nobody but its owner and root can change.
 */
final class OcfScripts {
  static final String STANDARD = "ocf";
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private final Path root;

  OcfScripts(Path root) {
    this.root = root;
  }

  /** A script, or why it must not or cannot be run. */
  sealed interface Script {
    record Found(Path path) implements Script {}

    record Missing(String reason) implements Script {}

    record Refused(String reason) implements Script {}
  }

  Script find(AgentRef ref) {
    String provider = ref.provider().orElse("");
    if (!PART.matcher(provider).matches() || !PART.matcher(ref.type()).matches()) {
      return new Script.Refused("'" + ref + "' is no name of an OCF agent");
    }
    Path directory = root.resolve("resource.d").resolve(provider);
    Path path = directory.resolve(ref.type());
    try {
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return new Script.Missing("agent '" + ref + "' is not on this node: there is no " + path);
      }
      Optional<String> wrong = wrong(directory).or(() -> wrongFile(path));
      return wrong.isPresent()
          ? new Script.Refused(wrong.get())
          : new Script.Found(directory.toRealPath().resolve(ref.type()));
    } catch (IOException e) {
      return new Script.Refused(path + " cannot be examined: " + e.getMessage());
    }
  }

  /** Neither the provider's directory nor the one above may be a link to elsewhere. */
  private Optional<String> wrong(Path directory) throws IOException {
    Path expected =
        root.toRealPath().resolve("resource.d").resolve(directory.getFileName().toString());
    return directory.toRealPath().equals(expected)
        ? Optional.empty()
        : Optional.of(directory + " is a symbolic link; agents are run from fixed places only");
  }

  private static Optional<String> wrongFile(Path path) {
    return Files.isSymbolicLink(path)
        ? Optional.of(path + " is a symbolic link; links are not followed")
        : TrustedFile.problem(path);
  }

  /** All scripts that can be run, sorted. */
  List<AgentRef> names() {
    List<AgentRef> found = new ArrayList<>();
    for (Path provider : entries(root.resolve("resource.d"))) {
      for (Path script : entries(provider)) {
        AgentRef ref =
            new AgentRef(
                STANDARD,
                Optional.of(provider.getFileName().toString()),
                script.getFileName().toString());
        if (find(ref) instanceof Script.Found) {
          found.add(ref);
        }
      }
    }
    found.sort(Comparator.comparing(AgentRef::toString));
    return List.copyOf(found);
  }

  private static List<Path> entries(Path directory) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "[!.]*")) {
      all.forEach(found::add);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // No such directory: no scripts of this provider.
      return List.of();
    }
    return found;
  }
}
