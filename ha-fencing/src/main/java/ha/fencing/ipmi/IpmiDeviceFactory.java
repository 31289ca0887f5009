package ha.fencing.ipmi;

import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactory;
import ha.fencing.device.Parameters;
import ha.fencing.device.Secret;
import ha.fencing.ipmi.wire.Privilege;
import ha.model.definition.FenceDeviceDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds devices of agent {@code ipmi}.
 *
 * <p>Parameters: {@code address} (required), {@code port} (623), {@code user} and {@code
 * password-file} (required), {@code kg-file}, {@code cipher} ({@code auto}, 17, 3), {@code
 * privilege} ({@code operator}), {@code connect-timeout} (5s), {@code timeout} (20s), {@code
 * settle} (0s).
 */
public final class IpmiDeviceFactory implements DeviceFactory {
  private static final int LONGEST_USER = 16;

  /** For {@code ServiceLoader}. */
  public IpmiDeviceFactory() {}

  @Override
  public boolean handles(String agent) {
    return agent.equals("ipmi");
  }

  @Override
  public String agents() {
    return "ipmi";
  }

  @Override
  public DeviceBuild build(FenceDeviceDefinition definition, Path directory) {
    Parameters in = new Parameters(definition, directory);
    String host = in.required("address", "the BMC's IP address or name").strip();
    String user = in.required("user", "the name of an account on the BMC");
    if (user.getBytes(StandardCharsets.UTF_8).length > LONGEST_USER) {
      in.problem("'user' is longer than the " + LONGEST_USER + " bytes that IPMI allows");
    }
    Path password =
        in.resolve(in.required("password-file", "a file (mode 0600) with the password"));
    Optional<Path> kg = in.file("kg-file");
    IpmiSettings settings =
        new IpmiSettings(
            strip(host),
            in.integer("port", IpmiSettings.PORT, 1, 65535),
            user,
            password,
            kg,
            suite(in),
            in.choice("privilege", Privilege.OPERATOR, List.of(Privilege.values())),
            in.duration(
                "connect-timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), minutes(10)),
            in.duration("timeout", Duration.ofSeconds(20), Duration.ofSeconds(1), minutes(10)),
            in.duration("settle", Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60)));
    List<String> problems = in.problems();
    return problems.isEmpty()
        ? new DeviceBuild.Built(new IpmiDevice(definition.id(), settings), warnings(settings))
        : new DeviceBuild.Rejected(problems);
  }

  private static SuiteChoice suite(Parameters in) {
    String written = in.text("cipher").orElse("auto");
    Optional<SuiteChoice> choice = SuiteChoice.parse(written);
    if (choice.isEmpty()) {
      in.problem(
          "'cipher' is '"
              + written
              + "'; expected auto, 17 or 3 (no other suite authenticates and encrypts well)");
    }
    return choice.orElse(SuiteChoice.AUTO);
  }

  private static List<String> warnings(IpmiSettings settings) {
    List<String> warnings = new ArrayList<>();
    try {
      Secret.check(settings.passwordFile());
      if (settings.kgFile().isPresent()) {
        Secret.check(settings.kgFile().get());
      }
    } catch (Secret.SecretUnusable e) {
      warnings.add(String.valueOf(e.getMessage()));
    }
    if (settings.privilege() == Privilege.USER) {
      warnings.add("privilege user can read but not switch power");
    }
    return warnings;
  }

  private static String strip(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static Duration minutes(int number) {
    return Duration.ofMinutes(number);
  }
}
