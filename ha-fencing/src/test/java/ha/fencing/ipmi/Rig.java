package ha.fencing.ipmi;

import ha.fencing.device.Deadline;
import ha.fencing.device.FenceResult;
import ha.fencing.device.Target;
import ha.fencing.ipmi.sim.BmcFaults;
import ha.fencing.ipmi.sim.BmcUser;
import ha.fencing.ipmi.sim.MemoryPower;
import ha.fencing.ipmi.sim.SimulatedBmc;
import ha.fencing.ipmi.wire.Privilege;
import ha.model.DeviceId;
import ha.model.Incarnation;
import ha.model.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** A simulated BMC, its power and a device that points at it. */
public final class Rig implements AutoCloseable {
  public static final Target TARGET = new Target(new NodeName("bob"), new Incarnation(7));
  public static final String PASSWORD = "canary-4711-secret";

  public final MemoryPower power = new MemoryPower(true);
  public final SimulatedBmc bmc;
  public final Path passwordFile;
  private final Path directory;

  public Rig(Path directory) {
    this(directory, 1);
  }

  public Rig(Path directory, long seed) {
    this.directory = directory;
    this.passwordFile = secret("password", PASSWORD);
    this.bmc =
        SimulatedBmc.of(
                power,
                BmcUser.administrator("admin", PASSWORD),
                new BmcUser("oper", PASSWORD.getBytes(StandardCharsets.UTF_8), Privilege.OPERATOR),
                new BmcUser("viewer", PASSWORD.getBytes(StandardCharsets.UTF_8), Privilege.USER))
            .seed(seed)
            .start();
  }

  public Path secret(String name, String content) {
    return secret(directory, name, content);
  }

  public static Path secret(Path directory, String name, String content) {
    try {
      Path file = directory.resolve(name);
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public IpmiSettings settings(String user) {
    return IpmiSettings.of("127.0.0.1", bmc.port(), user, passwordFile);
  }

  public IpmiDevice device() {
    return device(settings("admin"));
  }

  public IpmiDevice device(IpmiSettings settings) {
    return new IpmiDevice(new DeviceId("bob-bmc"), settings);
  }

  public FenceResult off() {
    return off(Duration.ofSeconds(20));
  }

  public FenceResult off(Duration limit) {
    return device().off(TARGET, Deadline.after(limit));
  }

  public void faults(BmcFaults faults) {
    bmc.faults(faults);
  }

  @Override
  public void close() {
    bmc.close();
  }
}
