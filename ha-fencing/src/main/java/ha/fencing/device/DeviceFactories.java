package ha.fencing.device;

import ha.model.definition.FenceDeviceDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Every factory that this process knows. */
public final class DeviceFactories {
  private final List<DeviceFactory> factories;

  /** Factories in the order in which they are asked. */
  public DeviceFactories(List<DeviceFactory> factories) {
    this.factories = List.copyOf(factories);
  }

  /** The factories on the class path, after those that need more than a definition. */
  public static DeviceFactories load(DeviceFactory... special) {
    List<DeviceFactory> found = new ArrayList<>(List.of(special));
    ServiceLoader.load(DeviceFactory.class, DeviceFactories.class.getClassLoader())
        .forEach(found::add);
    return new DeviceFactories(found);
  }

  /** Builds the device that a definition describes. */
  public DeviceBuild build(FenceDeviceDefinition definition, Path directory) {
    for (DeviceFactory factory : factories) {
      if (factory.handles(definition.agent())) {
        try {
          return factory.build(definition, directory);
        } catch (RuntimeException | ServiceConfigurationError e) {
          return new DeviceBuild.Rejected(
              List.of(where(definition) + "agent '" + definition.agent() + "' broke: " + e));
        }
      }
    }
    List<String> known = factories.stream().map(DeviceFactory::agents).toList();
    return new DeviceBuild.Rejected(
        List.of(
            where(definition)
                + "no agent '"
                + definition.agent()
                + "'; known are "
                + String.join(", ", known)));
  }

  /** Start of every message about a definition. */
  static String where(FenceDeviceDefinition definition) {
    String position = definition.position().toString();
    return (position.isEmpty() ? "" : position + ": ") + "fence device '" + definition.id() + "': ";
  }
}
