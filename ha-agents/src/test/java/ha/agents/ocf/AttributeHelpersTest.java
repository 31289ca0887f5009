package ha.agents.ocf;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentResult;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.model.definition.AgentRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts say with the programs that take the place of Pacemaker's. */
class AttributeHelpersTest {
  @TempDir Path directory;
  private final Calls calls = new Calls("ocf:test:It", "it:0");

  private Path out() {
    return directory.resolve("out");
  }

  private AgentResult run(String body) throws IOException, InterruptedException {
    ScriptTree tree = new ScriptTree(directory);
    tree.write("It", body.replace("OUT", out().toString()));
    Agents agents = tree.agents();
    return agents
        .find(AgentRef.parse("ocf:test:It"))
        .orElseThrow()
        .perform(calls.of(Operation.MONITOR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crm_master -l reboot -v 100",
        "crm_master --update=100",
        "${HA_SBIN_DIR}/crm_master -Q -v 100",
        "crm_attribute -p it:0 -v 100",
        "crm_attribute --promotion -v 100 -N \"$OCF_RESKEY_CRM_meta_on_node\"",
        "attrd_updater -p -U 100"
      })
  void promotionScoresInAllTheirSpellings(String command) throws Exception {
    assertThat(run(command)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("promotion-score it:0", "100");
    assertThat(run("crm_master -D -l reboot")).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attrd_updater -n pingd -B 'a b; $(c) \"d\"' -d 5s",
        "attrd_updater --name pingd --update='a b; $(c) \"d\"'",
        "crm_attribute -t status -N alice -n pingd -v 'a b; $(c) \"d\"'",
        "crm_attribute -l reboot --node alice --name=pingd --update 'a b; $(c) \"d\"' -q"
      })
  void attributesInAllTheirSpellings(String command) throws Exception {
    assertThat(run(command)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).containsEntry("pingd", "a b; $(c) \"d\"");
    assertThat(run("attrd_updater -D -n pingd")).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).isEmpty();
  }

  @Test
  void whatWasSetIsAnsweredLater() throws Exception {
    assertThat(run("attrd_updater -n x -U 7; crm_master -v 5")).isEqualTo(AgentResult.OK);
    assertThat(
            run(
                "{ attrd_updater -n x -Q; crm_attribute -n x -G -q; crm_master -G -Q;"
                    + " crm_attribute -n none -G -q -d 3; crm_attribute -n none -G; echo $?;"
                    + " crm_node -n; } > OUT 2>/dev/null"))
        .isEqualTo(AgentResult.OK);
    assertThat(out()).hasContent("name=\"x\" host=\"alice\" value=\"7\"\n7\n5\n3\n105\nalice\n");
  }

  @Test
  void whatScriptsSaidBeforeTheyFailedCounts() throws Exception {
    assertThat(run("crm_master -v 1; exit 1")).isInstanceOf(AgentResult.Failed.class);
    assertThat(calls.attributes).containsEntry("promotion-score it:0", "1");
  }

  @Test
  void otherNodesWithoutAClusterAndNonsenseAreRefused() throws Exception {
    assertThat(
            run(
                "{ crm_attribute -N bob -n x -v 1; echo $?; crm_attribute -v 1; echo $?;"
                    + " crm_attribute --frobnicate; echo $?; attrd_updater -n ../x -U 1; echo $?;"
                    + " crm_attribute -n; echo $?; } > OUT 2>/dev/null"))
        .isEqualTo(AgentResult.OK);
    assertThat(out()).hasContent("102\n64\n64\n64\n64\n");
    assertThat(calls.attributes).isEmpty();
  }

  @Test
  void nothingIsLeftOfACall() throws Exception {
    assertThat(run("crm_master -v 1")).isEqualTo(AgentResult.OK);
    try (var left = Files.list(directory.resolve("run/ocf/journals"))) {
      assertThat(left).isEmpty();
    }
  }
}
