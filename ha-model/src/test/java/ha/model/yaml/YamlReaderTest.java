package ha.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.Constraint;
import ha.model.definition.Definitions;
import ha.model.definition.FencingLevel;
import ha.model.definition.NodeDefinition;
import ha.model.definition.OperationDefinition;
import ha.model.definition.ResourceDefinition;
import ha.model.definition.ResourceDefinition.Clone;
import ha.model.definition.ResourceDefinition.Primitive;
import ha.model.definition.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
  private static final String BASE =
      """
      cluster: {name: test}
      nodes:
        alice: {links: [10.0.0.1, 10.1.0.1], fence: [dev, [dev, dev2]], utilization: {memory: 2GiB}}
      fence-devices:
        dev: {agent: ipmi}
        dev2: {agent: fence_scsi}
      """;

  private static Definitions read(String more) {
    ReadResult result = new YamlReader().read("test.yaml", BASE + more);
    assertThat(result.findings()).isEmpty();
    return result.definitions().orElseThrow();
  }

  private static ResourceDefinition resource(Definitions definitions, String name) {
    return Optional.ofNullable(definitions.resources().get(new ResourceId(name))).orElseThrow();
  }

  private static Primitive primitive(Definitions definitions, String name) {
    return (Primitive) resource(definitions, name);
  }

  private static List<String> messages(String nodes) {
    return new YamlReader()
            .read("test.yaml", "cluster: {name: test, fence-delay: 1s}\nnodes:\n" + nodes)
            .findings()
            .stream()
            .map(Finding::message)
            .filter(text -> text.contains("witness"))
            .toList();
  }

  @Test
  void aWitnessNeedsTwoNodesAndHasOneVote() {
    String alice = "  alice: {links: [10.0.0.1]}\n";
    String bob = "  bob: {links: [10.0.0.2]}\n";

    assertThat(messages(alice + bob + "  carol: {links: [10.0.0.3], kind: witness}\n")).isEmpty();
    assertThat(messages(alice + "  carol: {links: [10.0.0.3], kind: witness}\n"))
        .containsExactly("a witness needs two nodes between which it decides");
    assertThat(messages(alice + bob + "  carol: {links: [10.0.0.3], kind: witness, votes: 3}\n"))
        .containsExactly("witness 'carol' has 3 votes");
    assertThat(
            messages(
                alice
                    + bob
                    + "  carol: {links: [10.0.0.3], kind: witness}\n"
                    + "  dave: {links: [10.0.0.4], kind: witness}\n"))
        .containsExactly("there is more than one witness");
  }

  @Test
  void resourceWithoutMonitorIsWatchedEveryTenSeconds() {
    Definitions definitions =
        read("resources: {web: {agent: process, operations: {start: {timeout: 1min}}}}");

    assertThat(primitive(definitions, "web").operations())
        .extracting(OperationDefinition::id)
        .containsExactly("web-start-0s", "web-monitor-10s");
    assertThat(definitions.operationDefaults().getFirst().values())
        .isEqualTo(Map.of("timeout", "20s"));
  }

  @Test
  void promotableResourceIsWatchedInBothRoles() {
    Clone clone =
        (Clone) resource(read("resources: {d: {agent: drbd, promotable: true}}"), "d-clone");

    assertThat(((Primitive) clone.child()).operations())
        .extracting(
            OperationDefinition::interval, operation -> operation.options().getFirst().values())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Duration.ofSeconds(10), Map.of("role", "promoted")),
            org.assertj.core.groups.Tuple.tuple(
                Duration.ofSeconds(11), Map.of("role", "unpromoted")));
  }

  @Test
  void monitorNoneMeansNone() {
    Definitions definitions =
        read("resources: {web: {agent: process, operations: {monitor: none}}}");

    assertThat(primitive(definitions, "web").operations()).isEmpty();
  }

  @Test
  void stayingIsWorthSomethingUnlessSaidOtherwise() {
    assertThat(read("").resourceDefaults().getFirst().values())
        .isEqualTo(Map.of("stickiness", "1"));
    assertThat(
            read("defaults: {resources: {stickiness: 0}}").resourceDefaults().getFirst().values())
        .isEqualTo(Map.of("stickiness", "0"));
    assertThat(read("defaults: {resources: []}").resourceDefaults()).isEmpty();
  }

  @Test
  void templateIsMergedAndRemembered() {
    Definitions definitions =
        read(
            """
            templates:
              base: {stickiness: 7, with: {a: 1, b: 1}}
              vm: {template: base, agent: xen, with: {b: 2}, operations: {stop: {timeout: 3min}}}
            resources:
              web: {template: vm, with: {c: 3}, operations: {start: {timeout: 1min}}}
            """);

    Primitive web = primitive(definitions, "web");
    assertThat(web.agent()).hasToString("xen");
    assertThat(web.fromTemplate()).contains("vm");
    assertThat(web.parameters().getFirst().values())
        .isEqualTo(Map.of("a", "1", "b", "2", "c", "3"));
    assertThat(web.options().getFirst().values()).isEqualTo(Map.of("stickiness", "7"));
    assertThat(web.operations())
        .extracting(OperationDefinition::name)
        .containsExactly("start", "stop", "monitor");
  }

  @Test
  void fenceListIsOneLevelAnElement() {
    assertThat(read("").fencingTopology())
        .extracting(FencingLevel::index, level -> level.devices().size())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 1), org.assertj.core.groups.Tuple.tuple(2, 2));
  }

  @Test
  void sizesBecomeBytes() {
    Definitions definitions = read("");

    NodeDefinition alice =
        Optional.ofNullable(definitions.nodes().get(new NodeName("alice"))).orElseThrow();
    assertThat(alice.utilization().getFirst().values()).isEqualTo(Map.of("memory", "2147483648"));
  }

  @Test
  void chainOfOrdersIsOneForEachPair() {
    Definitions definitions =
        read(
            """
            resources:
              disk: {agent: drbd, promotable: true}
              images: {agent: filesystem, clone: true}
              web: {agent: xen, prefers: {alice: always}}
              mail: {agent: xen}
            constraints:
              - order: [disk.promote, images, [web, mail]]
              - {apart: [web, mail], score: 1000}
            """);

    assertThat(definitions.constraints())
        .extracting(Constraint::id)
        .containsExactly(
            "web-prefers-alice",
            "order-disk.promote-images",
            "order-images-web",
            "order-images-mail",
            "apart-web-mail");
    assertThat(((Constraint.Colocation) definitions.constraints().getLast()).score())
        .isEqualTo(Score.of(-1000));
  }

  @Test
  void positionsAreThoseOfTheNames() {
    Definitions definitions = read("resources:\n  web: {agent: process}\n");

    assertThat(resource(definitions, "web").position())
        .isEqualTo(new SourcePosition("test.yaml", 8, 3));
  }

  @Test
  void anchorsAndMergeKeysAreAllowed() {
    Definitions definitions =
        read(
            """
            x-common: &common {agent: process, with: &with {command: sleep 9}}
            resources:
              a: {<<: *common, stickiness: 5}
              b: {agent: process, with: *with}
            """);

    assertThat(primitive(definitions, "a").parameters().getFirst().values())
        .isEqualTo(primitive(definitions, "b").parameters().getFirst().values());
  }

  @Test
  void hugeFileIsRefused() {
    String text = BASE + "# ".repeat(YamlReader.LONGEST / 2);

    assertThat(new YamlReader().read("huge.yaml", text).findings())
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .startsWith("huge.yaml:1:1: error: the file has 4194")
        .endsWith("expected at most 4194304; fix: check that it is the right file");
  }

  @Test
  void cronValidatorIsAsked() {
    String text =
        BASE
            + """
            defaults:
              resources:
                - {rule: {window: {cron: "0 0 2 ? * SUN", length: 2h}}, values: {stickiness: 0}}
            """;
    YamlReader strict = new YamlReader(cron -> Optional.of("not today"));

    assertThat(strict.read("f", text).findings())
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("cron expression '0 0 2 ? * SUN' is not valid: not today");
  }

  @Test
  void arbitraryTextNeverThrows() {
    Dice dice = new Dice(4711);
    List<String> pieces =
        List.of(
            "cluster",
            ":",
            " ",
            "\n",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "- ",
            "&a",
            "*a",
            "\"",
            "'",
            "nodes",
            "resources",
            "clone",
            "true",
            "<<",
            "|",
            ">",
            "?",
            "!x",
            "#",
            "rule",
            "all",
            "é");
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      int length = dice.upTo(40);
      for (int piece = 0; piece < length; piece++) {
        text.append(dice.pick(pieces));
      }
      ReadResult result = new YamlReader().read("noise.yaml", text.toString());
      assertThat(result.definitions()).as(text.toString()).isEmpty();
      assertThat(result.findings()).as(text.toString()).isNotEmpty();
    }
  }

  /** Takes a good file apart, line by line and word by word: never an exception, never silence. */
  @Test
  void damagedFilesNeverThrow() {
    String good = YamlWriter.write(RandomDefinitions.of(5));
    Dice dice = new Dice(42);
    for (int i = 0; i < 400; i++) {
      int from = dice.upTo(good.length());
      int to = Math.min(good.length(), from + 1 + dice.upTo(12));
      String damaged =
          good.substring(0, from) + dice.of("", "x", "[]", "{}", ": ") + good.substring(to);
      ReadResult result = new YamlReader().read("damaged.yaml", damaged);
      assertThat(result.definitions().isPresent() || !result.findings().isEmpty()).isTrue();
    }
  }

  @Test
  void hugeNamesMakeShortMessages() {
    String name = "n".repeat(1_000_000);

    assertThat(new YamlReader().read("f", BASE + "? " + name + "\n: 1\n").findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.toString()).hasSizeLessThan(1000));
  }
}
