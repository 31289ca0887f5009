package ha.agents.systemd;

import ha.agents.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code systemctl} that knows one unit, whose states are files that a test may write. */
record SystemdDouble(Path directory) {
  SystemdDouble {
    try {
      Files.createDirectories(directory.resolve("units"));
      Scripts.shell(directory.resolve("systemctl"), TEXT.replace("DIR", directory.toString()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final String TEXT =
      """
      cd DIR || exit 4
      echo "$*" >> calls
      is() { cat "$1" 2>/dev/null || echo "$2"; }
      case $* in
        show\\ *)
          if [ -f changing ]; then mv changing active; fi
          printf 'LoadState=%s\\nActiveState=%s\\nSubState=%s\\nResult=%s\\nStatusText=\\n' \\
            "$(is load loaded)" "$(is active inactive)" "$(is sub dead)" "$(is result success)" ;;
        *\\ start\\ *)
          [ -z "$(is fails '')" ] || { echo failed > active; echo exit-code > result; exit 1; }
          if [ -f slow ]; then echo activating > active; echo active > changing
          else echo active > active; fi ;;
        *\\ kill\\ *) rm -f stubborn ;;
        *\\ stop\\ *) if [ -f stubborn ]; then exit 1; fi; rm -f active result ;;
        list-unit-files*) echo 'web.service enabled enabled'; echo 'getty@.service enabled -' ;;
      esac
      """;

  Systemctl systemctl() {
    return new Systemctl(
        List.of(directory.resolve("systemctl").toString()), Map.of(), directory.resolve("units"));
  }

  void say(String what, String value) throws IOException {
    Files.writeString(directory.resolve(what), value + "\n");
  }

  List<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }
}
