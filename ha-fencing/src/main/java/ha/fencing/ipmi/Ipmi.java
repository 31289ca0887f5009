package ha.fencing.ipmi;

import ha.fencing.device.Cause;
import ha.fencing.device.Deadline;
import ha.fencing.device.FenceResult;
import ha.fencing.device.Secret;
import ha.fencing.ipmi.sim.BmcUser;
import ha.fencing.ipmi.sim.MemoryPower;
import ha.fencing.ipmi.sim.SimulatedBmc;
import ha.fencing.ipmi.wire.Privilege;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** Things to do once per process. */
public final class Ipmi {
  private static final int PASSWORD = 16;

  private Ipmi() {}

  /**
   * Switches off a simulated BMC on the loopback interface, once with each cipher suite, so that
   * the first real operation finds everything loaded: a first handshake in a cold process was
   * measured at up to 3.5 s. Returns within {@code limit}; its failure harms nothing.
   *
   * @return how the rehearsal went, for the log
   */
  public static FenceResult warmUp(Duration limit) {
    Deadline deadline = Deadline.after(limit);
    byte[] random = new byte[PASSWORD];
    new SecureRandom().nextBytes(random);
    FenceResult result = FenceResult.failed(Cause.TIMEOUT, "no time");
    try (Secret password = Secret.of(random);
        Secret kg = Secret.none()) {
      for (SuiteChoice choice : new SuiteChoice[] {SuiteChoice.ONLY_3, SuiteChoice.ONLY_17}) {
        BmcUser user = new BmcUser("warm-up", random, Privilege.OPERATOR);
        try (SimulatedBmc bmc = SimulatedBmc.of(new MemoryPower(true), user).start()) {
          IpmiSettings settings =
              IpmiSettings.of("127.0.0.1", bmc.port(), "warm-up", Path.of("")).with(choice);
          InetSocketAddress address =
              new InetSocketAddress(InetAddress.ofLiteral(settings.host()), settings.port());
          try (BmcLink link = new BmcLink(address, deadline, settings.connectTimeout());
              IpmiOperation operation =
                  new IpmiOperation(
                      link, new Login(link, new Bmc(), settings, password, kg), Duration.ZERO)) {
            result = operation.off();
          }
        }
      }
      return result;
    } catch (IpmiFailure e) {
      return FenceResult.failed(e.why(), e.detail());
    }
  }
}
