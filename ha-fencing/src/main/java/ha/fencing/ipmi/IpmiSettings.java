package ha.fencing.ipmi;

import ha.fencing.ipmi.wire.Privilege;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach and enter one BMC.
 *
 * @param host literal IPv4 or IPv6 address, or a name
 * @param user at most 16 bytes
 * @param passwordFile read at each operation
 * @param kgFile file with the BMC's key Kg, if one is set there; {@code 0x…} for hexadecimal
 * @param connectTimeout how long a BMC that has not answered at all is asked before the operation
 *     ends as unreachable
 * @param timeout of an off or on
 * @param settle how long off must last before it is believed
 */
public record IpmiSettings(
    String host,
    int port,
    String user,
    Path passwordFile,
    Optional<Path> kgFile,
    SuiteChoice suite,
    Privilege privilege,
    Duration connectTimeout,
    Duration timeout,
    Duration settle) {
  /** UDP port of RMCP. */
  public static final int PORT = 623;

  /** Settings with the defaults: suite by agreement, operator, 5 s, 20 s, no settle time. */
  public static IpmiSettings of(String host, int port, String user, Path passwordFile) {
    return new IpmiSettings(
        host,
        port,
        user,
        passwordFile,
        Optional.empty(),
        SuiteChoice.AUTO,
        Privilege.OPERATOR,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ZERO);
  }

  /** The same with another choice of cipher suite. */
  public IpmiSettings with(SuiteChoice other) {
    return new IpmiSettings(
        host, port, user, passwordFile, kgFile, other, privilege, connectTimeout, timeout, settle);
  }

  /** The same with another privilege level. */
  public IpmiSettings with(Privilege other) {
    return new IpmiSettings(
        host, port, user, passwordFile, kgFile, suite, other, connectTimeout, timeout, settle);
  }

  /** The same with a file that holds the BMC's key. */
  public IpmiSettings withKg(Path file) {
    return new IpmiSettings(
        host,
        port,
        user,
        passwordFile,
        Optional.of(file),
        suite,
        privilege,
        connectTimeout,
        timeout,
        settle);
  }

  /** The same with other times. */
  public IpmiSettings withTimes(Duration connect, Duration all, Duration settleTime) {
    return new IpmiSettings(
        host, port, user, passwordFile, kgFile, suite, privilege, connect, all, settleTime);
  }

  /** Address and port, for people. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
