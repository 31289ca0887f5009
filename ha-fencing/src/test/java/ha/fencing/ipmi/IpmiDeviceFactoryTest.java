package ha.fencing.ipmi;

import static org.assertj.core.api.Assertions.assertThat;

import ha.fencing.device.DeviceBuild;
import ha.fencing.device.DeviceFactories;
import ha.model.DeviceId;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.SourcePosition;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IpmiDeviceFactoryTest {
  private final Path directory;

  IpmiDeviceFactoryTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private DeviceBuild build(Map<String, String> parameters) {
    return DeviceFactories.load()
        .build(
            new FenceDeviceDefinition(
                new DeviceId("bob-bmc"), "ipmi", new TreeMap<>(parameters), SourcePosition.NONE),
            directory);
  }

  @Test
  void aDefinitionBecomesADevice() {
    Path secret = Rig.secret(directory, "bob", "x");
    DeviceBuild build =
        build(
            Map.of(
                "address", "[fe80::1]",
                "port", "6230",
                "user", "ha",
                "password-file", "bob",
                "cipher", "17",
                "privilege", "operator",
                "timeout", "30s",
                "settle", "500ms"));
    assertThat(build).isInstanceOf(DeviceBuild.Built.class);
    assertThat(build.toString()).contains("ipmi bob-bmc at [fe80::1]:6230").contains("warnings=[]");
    assertThat(secret).exists();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(
            build(
                Map.of(
                    "adress", "10.0.0.1",
                    "port", "70000",
                    "user", "a-name-that-is-too-long",
                    "cipher", "0",
                    "privilege", "root",
                    "timeout", "20")))
        .satisfies(build ->
            assertThat(build.toString())
                .contains("Rejected")
                .contains("'address' is missing")
                .contains("'password-file' is missing")
                .contains("from 1 to 65535")
                .contains("longer than the 16 bytes")
                .contains("expected auto, 17 or 3")
                .contains("expected one of user, operator, administrator")
                .contains("expected a time with unit")
                .contains("unknown parameter 'adress'; did you mean 'address'?"));
  }

  @Test
  void unusableSecretFileIsAWarning() {
    assertThat(build(Map.of("address", "10.0.0.1", "user", "ha", "password-file", "none")))
        .satisfies(build -> assertThat(build.toString()).contains("Built", "does not exist"));
  }
}
