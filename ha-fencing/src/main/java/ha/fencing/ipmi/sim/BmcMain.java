package ha.fencing.ipmi.sim;

import ha.fencing.device.Secret;
import ha.fencing.ipmi.wire.Privilege;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs one simulated BMC until it is killed: {@code --listen ADDRESS:PORT --user NAME
 * --password-file FILE --off-command "PROGRAM ARGUMENT…" --on-command … --status-command …}.
 * Commands are split at blanks and run without a shell; without them the power is only remembered.
 * Prints {@code listening on PORT} when it is ready.
 */
public final class BmcMain {
  private static final List<String> OPTIONS =
      List.of(
          "--listen",
          "--user",
          "--password-file",
          "--off-command",
          "--on-command",
          "--status-command");

  private BmcMain() {}

  /** Runs until killed; ends with 2 if an option is wrong. */
  public static void main(String[] args) throws InterruptedException {
    Optional<SimulatedBmc> bmc = start(args);
    if (bmc.isEmpty()) {
      System.err.println("usage: BmcMain " + String.join(" VALUE ", OPTIONS) + " VALUE");
      System.exit(2);
    }
    System.out.println("listening on " + bmc.orElseThrow().port());
    new CountDownLatch(1).await();
  }

  static Optional<SimulatedBmc> start(String... args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!OPTIONS.contains(args[i]) || i + 1 == args.length) {
        System.err.println("unknown option or missing value: " + args[i]);
        return Optional.empty();
      }
      given.put(args[i], args[i + 1]);
    }
    try (Secret password = Secret.read(Path.of(given.getOrDefault("--password-file", "")))) {
      BmcUser user =
          new BmcUser(
              given.getOrDefault("--user", "ha"), password.bytes(), Privilege.ADMINISTRATOR);
      return Optional.of(
          SimulatedBmc.of(power(given), user)
              .listen(address(given.getOrDefault("--listen", "127.0.0.1:0")))
              .start());
    } catch (Secret.SecretUnusable | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return Optional.empty();
    }
  }

  private static PowerSwitch power(Map<String, String> given) {
    List<String> commands = OPTIONS.subList(3, 6);
    long present = commands.stream().filter(given::containsKey).count();
    if (present == 0) {
      return new MemoryPower(true);
    }
    if (present < commands.size()) {
      throw new IllegalArgumentException("give all or none of " + String.join(", ", commands));
    }
    List<List<String>> split =
        commands.stream()
            .map(c -> List.of(given.getOrDefault(c, "").strip().split("\\s+")))
            .toList();
    return new CommandPower(split.get(0), split.get(1), split.get(2));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("--listen " + text + " must be ADDRESS:PORT");
    }
    String host = text.substring(0, colon).replace("[", "").replace("]", "");
    return new InetSocketAddress(
        InetAddress.ofLiteral(host), Integer.parseInt(text.substring(colon + 1)));
  }
}
