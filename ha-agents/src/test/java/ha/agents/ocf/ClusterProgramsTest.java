package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentResult;
import ha.agents.AttributeSink;
import ha.agents.Calls;
import ha.agents.ClusterPicture;
import ha.agents.ClusterPicture.Copy;
import ha.agents.ClusterView;
import ha.agents.Operation;
import ha.model.NodeName;
import ha.model.ResourceId;
import ha.model.Score;
import ha.model.definition.AgentRef;
import ha.model.snapshot.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts are told of other nodes, and what they may change there. */
class ClusterProgramsTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");

  @TempDir Path directory;
  private final Calls calls = new Calls("ocf:test:It", "db:0");
  private final Cluster cluster = new Cluster();

  /** A record that takes every order at once, while it takes any. */
  private static final class Cluster implements ClusterView, AttributeSink {
    final Map<NodeName, SortedMap<String, String>> attributes = new TreeMap<>();
    final TreeMap<NodeName, Standing> nodes = new TreeMap<>();
    final List<String> orders = new CopyOnWriteArrayList<>();
    boolean led = true;
    boolean takes = true;

    @Override
    public Facts facts() {
      return Facts.UNKNOWN;
    }

    @Override
    public synchronized Optional<ClusterPicture> picture() {
      return led
          ? Optional.of(
              new ClusterPicture(
                  nodes,
                  Optional.of(ALICE),
                  true,
                  new TreeMap<>(attributes),
                  List.of(
                      new Copy(new ResourceId("db"), "ocf:heartbeat:pgsql", ALICE, true, false),
                      new Copy(new ResourceId("db"), "ocf:heartbeat:pgsql", BOB, false, false))))
          : Optional.empty();
    }

    @Override
    public synchronized void set(String name, Optional<String> value) {
      put(ALICE, name, value);
    }

    @Override
    public void promotionScore(ResourceId resource, Optional<Score> score) {
      set("promotion-" + resource.base(), score.map(Score::toString));
    }

    @Override
    public synchronized void order(
        NodeName node, String name, Optional<String> value, boolean lasting) {
      orders.add(node + " " + name + " " + value.orElse("-") + (lasting ? " lasting" : ""));
      if (takes) {
        put(node, name, value);
      }
    }

    private void put(NodeName node, String name, Optional<String> value) {
      TreeMap<String, String> all = new TreeMap<>(attributes.getOrDefault(node, new TreeMap<>()));
      value.ifPresentOrElse(v -> all.put(name, v), () -> all.remove(name));
      attributes.put(node, all);
    }
  }

  @BeforeEach
  void twoNodes() {
    cluster.nodes.put(ALICE, Standing.MEMBER);
    cluster.nodes.put(BOB, Standing.MEMBER);
    cluster.nodes.put(new NodeName("carol"), Standing.LOST);
    calls.reportingTo(cluster);
  }

  private String run(String body) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    ScriptTree tree = new ScriptTree(directory);
    tree.write("It", "{ " + body + "; } > " + out + " 2>&1");
    AgentResult result =
        tree.agents(cluster)
            .find(AgentRef.parse("ocf:test:It"))
            .orElseThrow()
            .perform(calls.of(Operation.MONITOR));
    assertThat(result).as(Files.readString(out)).isEqualTo(AgentResult.OK);
    return Files.readString(out);
  }

  @Test
  void otherNodesAreAskedFor() throws Exception {
    cluster.attributes.put(
        BOB, new TreeMap<>(Map.of("x", "a b $(c)", "xy", "2", "master-db", "5")));
    assertThat(run("crm_attribute -N bob -n x -G -q; attrd_updater -p -N bob -n xy -Q"))
        .isEqualTo("a b $(c)\nname=\"xy\" host=\"bob\" value=\"2\"\n");
    assertThat(
            run(
                "crm_attribute -N bob -n none -G -q; echo $?; crm_attribute -N bob -n z -G -q -d"
                    + " 7"))
        .endsWith("105\n7\n");
    assertThat(run("crm_attribute -l reboot -N bob -n master-db -G -q")).isEqualTo("5\n");
  }

  @Test
  void otherNodesAreChangedAndTheScriptWaitsForIt() throws Exception {
    assertThat(
            run(
                "crm_attribute -l forever -N bob -n data-status -v 'STREAMING|SYNC';"
                    + " crm_attribute -l forever -N bob -n data-status -G -q;"
                    + " crm_attribute -l reboot -N bob -n status -v HS:sync;"
                    + " crm_master -N bob -l reboot -v 50;"
                    + " crm_attribute -l reboot -N bob -n status -D; echo $?"))
        .isEqualTo("STREAMING|SYNC\n0\n");
    assertThat(cluster.orders)
        .containsExactly(
            "bob data-status STREAMING|SYNC lasting",
            "bob status HS:sync",
            "bob promotion-db 50",
            "bob status -");
  }

  @Test
  void lastingOnesOfThisNodeAreOrderedToo() throws Exception {
    assertThat(run("crm_attribute -l forever -N alice -n data-status -v LATEST; echo $?"))
        .isEqualTo("0\n");
    assertThat(cluster.orders).containsExactly("alice data-status LATEST lasting");
  }

  @Test
  void whatAnotherNodeHasChangedIsChangedBack() throws Exception {
    run("attrd_updater -n status -U HS:alone");
    cluster.order(ALICE, "status", Optional.of("HS:sync"), false);
    assertThat(run("crm_attribute -l reboot -N alice -n status -G -q")).isEqualTo("HS:sync\n");
    run("crm_attribute -l reboot -N alice -n status -G -q; attrd_updater -n status -U HS:alone");
    assertThat(cluster.orders).contains("alice status HS:alone");
  }

  @Test
  void withoutALeaderNothingIsClaimed() throws Exception {
    cluster.led = false;
    assertThat(
            run(
                "crm_attribute -N bob -n x -v 1; echo $?; crm_attribute -N bob -n x -G; echo $?;"
                    + " crm_mon -1 --output-as=xml; echo $?; attrd_updater -n own -U 3;"
                    + " attrd_updater -n own -Q"))
        .contains("102\n", "knows no leader")
        .doesNotContain("\n0\n")
        .endsWith("name=\"own\" host=\"alice\" value=\"3\"\n");
    cluster.led = true;
    cluster.takes = false;
    assertThat(run("crm_attribute -l forever -N bob -n x -v 1; echo $?"))
        .contains("has not taken x of bob in time", "102\n");
  }

  @Test
  void nodesAndQuorumAreTold() throws Exception {
    assertThat(run("crm_node -n; crm_node -l; crm_node -p; crm_node -q; crm_node -i"))
        .isEqualTo("alice\n1 alice member\n2 bob member\n3 carol lost\nalice bob \n1\n1\n");
  }

  @Test
  void whereResourcesRunIsTold() throws Exception {
    String xml = run("crm_mon -1 --output-as=xml");
    assertThat(xml)
        .containsPattern("<node name=\"bob\" .* online=\"true\"")
        .containsPattern("<node name=\"carol\" .* online=\"false\".* unclean=\"true\"")
        .containsPattern("<resource id=\"db\" .* role=\"Promoted\".*<node name=\"alice\"")
        .containsPattern(
            "resource.*id=\"db\".*role=\"Promoted\".*active=\"true\".*orphaned=\"false\""
                + ".*failed=\"false\"");
    assertThat(run("crm_resource -W -r db")).contains("is running on: alice Promoted\n");
    assertThat(run("crm_resource -Q -W -r db")).isEqualTo("alice\nbob\n");
  }

  @Test
  void capacitiesAndBansOfScriptsAreTaken() throws Exception {
    assertThat(
            run(
                "crm_resource -Q -r db:0 -z -g cpu; echo $?; crm_resource -r db:0 -z -p cpu -v 4;"
                    + " crm_resource -Q -r db:0 -z -g cpu"))
        .endsWith("105\n4\n");
    run("crm_resource -B -r db:0 -N alice -Q");
    assertThat(cluster.picture().orElseThrow().attribute(ALICE, "promotion-db"))
        .contains("-INFINITY");
  }

  @Test
  void attributesOfAllNodesComeAsElements() throws Exception {
    cluster.attributes.put(BOB, new TreeMap<>(Map.of("cookie", "rabbit@bob")));
    assertThat(run("cibadmin -Q --xpath \"//node_state[@crmd='online']//nvpair[@name='cookie']\""))
        .isEqualTo("<nvpair id=\"status-2-cookie\" name=\"cookie\" value=\"rabbit@bob\"/>\n");
  }

  /** What mysql and redis keep: who replicates from whom, said by whoever is promoted. */
  @Test
  void propertiesOfTheResourceAreSharedByAllNodes() throws Exception {
    String property = "crm_attribute --type crm_config --name db_REPL_INFO -s db_replication ";
    assertThat(run(property + "--query -q; echo $?")).endsWith("105\n");
    cluster.order(BOB, "property-db_REPL_INFO", Optional.of("bob"), true);
    assertThat(run(property + "--query -q")).isEqualTo("bob\n");

    assertThat(run(property + "-v 'alice|bin.000003|154' -q; " + property + "--query -q"))
        .isEqualTo("alice|bin.000003|154\n");
    assertThat(cluster.orders.subList(1, 3))
        .containsExactly(
            "bob property-db_REPL_INFO - lasting",
            "alice property-db_REPL_INFO alice|bin.000003|154 lasting");

    assertThat(run(property + "-D; " + property + "--query -q; echo $?")).endsWith("105\n");
  }

  @Test
  void optionsOfTheClusterAreItsDefinitions() throws Exception {
    assertThat(
            run(
                "crm_attribute --type crm_config --name stonith-enabled --query --quiet"
                    + " --default=true; crm_attribute --type crm_config -n x -v 1; echo $?"))
        .startsWith("true\n")
        .endsWith("105\n");
  }
}
