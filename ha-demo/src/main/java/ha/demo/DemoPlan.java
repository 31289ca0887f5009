package ha.demo;

import ha.demo.service.WebService;
import ha.model.DeviceId;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.definition.AttributeSet;
import ha.model.definition.ClusterSettings;
import ha.model.definition.Definitions;
import ha.model.definition.FenceDeviceDefinition;
import ha.model.definition.FencingLevel;
import ha.model.definition.NodeDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import ha.model.yaml.YamlWriter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the demo runs: the resources of {@code config-examples/demo.yaml}, with nodes, addresses and
 * ports of this machine, and with a web service that shows a double start.
 */
record DemoPlan(
    List<NodeName> nodes, int linkPort, int bmcPort, int servicePort, Definitions example) {
  static final ResourceId WEB = new ResourceId("web");
  static final ResourceId VM = new ResourceId("vm");
  static final String SERVICE_ADDRESS = "127.0.4.1";
  private static final List<String> NAMES =
      List.of("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi");

  /**
   * Reads the example and finds free ports.
   *
   * @throws DemoFailed if the example is missing or wrong
   */
  static DemoPlan make(int count, Path example) throws IOException, DemoFailed {
    ReadResult read = new YamlReader().read(example.getFileName() + "", Files.readString(example));
    if (read.definitions().isEmpty()) {
      throw new DemoFailed(
          example
              + " cannot be used: "
              + read.findings().stream().map(f -> f + "").collect(Collectors.joining("; ")));
    }
    return new DemoPlan(
        NAMES.subList(0, count).stream().map(NodeName::new).toList(),
        freeUdpPort("127.0.1.1"),
        freeUdpPort("127.0.3.1"),
        freeTcpPort(),
        read.definitions().get());
  }

  private static int freeUdpPort(String address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral(address))) {
      return socket.getLocalPort();
    }
  }

  private static int freeTcpPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(SERVICE_ADDRESS))) {
      return socket.getLocalPort();
    }
  }

  private int number(NodeName node) {
    return nodes.indexOf(node) + 1;
  }

  String bmcAddress(NodeName node) {
    return "127.0.3." + number(node);
  }

  /** Writes the definitions that the nodes start with. */
  void write(Workspace workspace) throws IOException {
    Files.writeString(workspace.clusterFile(), YamlWriter.write(definitions(workspace.shared())));
  }

  private Definitions definitions(Path shared) {
    Map<ResourceId, ResourceDefinition> resources = new LinkedHashMap<>(example.resources());
    resources.computeIfPresent(WEB, (id, web) -> withService((Primitive) web, shared));
    return new Definitions(
        settings(),
        example.clusterOptions(),
        nodes.stream().collect(Collectors.toMap(n -> n, this::node, (a, b) -> a, TreeMap::new)),
        resources,
        example.constraints(),
        nodes.stream()
            .collect(
                Collectors.toMap(DemoPlan::device, this::fenceDevice, (a, b) -> a, TreeMap::new)),
        nodes.stream()
            .map(n ->
                new FencingLevel(
                    new FencingLevel.Target.Node(n), 1, List.of(device(n)), SourcePosition.NONE))
            .toList(),
        example.resourceDefaults(),
        example.operationDefaults(),
        example.tags());
  }

  private ClusterSettings settings() {
    ClusterSettings from = example.cluster();
    return new ClusterSettings(
        from.name(),
        from.heartbeat(),
        from.detection(),
        from.lease(),
        linkPort,
        from.startupWait(),
        from.fenceDelay(),
        from.lastMan());
  }

  private NodeDefinition node(NodeName name) {
    return new NodeDefinition(
        name,
        NodeDefinition.Kind.MEMBER,
        List.of("127.0.1." + number(name), "127.0.2." + number(name)),
        1,
        0,
        List.of(),
        List.of(),
        SourcePosition.NONE);
  }

  private static DeviceId device(NodeName node) {
    return new DeviceId(node + "-bmc");
  }

  private FenceDeviceDefinition fenceDevice(NodeName node) {
    return new FenceDeviceDefinition(
        device(node),
        "ipmi",
        new TreeMap<>(
            Map.of(
                "address",
                bmcAddress(node),
                "port",
                Integer.toString(bmcPort),
                "user",
                "ha",
                "password-file",
                "secrets/" + device(node))),
        SourcePosition.NONE);
  }

  /** The service that the example only hints at, with the JVM that runs this. */
  private Primitive withService(Primitive web, Path shared) {
    String command =
        String.join(
            " ",
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx24m -Xshare:auto -XX:-UsePerfData",
            "-cp",
            classPath(),
            WebService.class.getName(),
            SERVICE_ADDRESS,
            Integer.toString(servicePort),
            shared.toString());
    TreeMap<String, String> parameters =
        new TreeMap<>(
            Map.of(
                "command",
                command,
                "ready",
                "tcp:" + SERVICE_ADDRESS + ":" + servicePort,
                "log",
                shared.resolve("web.log").toString()));
    return new Primitive(
        web.id(),
        web.agent(),
        List.of(AttributeSet.always("web-parameters", parameters)),
        web.options(),
        web.utilization(),
        web.operations(),
        web.fromTemplate(),
        web.position());
  }

  /** Only the demo's own jar (or classes): the service needs nothing else. */
  private static String classPath() {
    return Path.of(WebService.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }
}
