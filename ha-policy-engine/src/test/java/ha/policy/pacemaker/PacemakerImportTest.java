package ha.policy.pacemaker;

import static org.assertj.core.api.Assertions.assertThat;

import ha.model.yaml.ReadResult;
import ha.model.yaml.YamlReader;
import ha.model.yaml.YamlWriter;
import ha.policy.cib.CibDocument;
import ha.policy.cib.CorosyncConf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One configuration with something of everything. */
class PacemakerImportTest {
  private static final String CIB =
      """
      <cib>
       <configuration>
        <crm_config>
         <cluster_property_set id="cib-bootstrap-options">
          <nvpair id="o1" name="stonith-enabled" value="True"/>
          <nvpair id="o2" name="dc-version" value="2.1.5"/>
          <nvpair id="o3" name="stonith-timeout" value="90"/>
          <nvpair id="o4" name="no-quorum-policy" value="suicide"/>
         </cluster_property_set>
        </crm_config>
        <nodes><node id="1" uname="alice"/><node id="2" uname="bob"/></nodes>
        <resources>
         <primitive id="pdu" class="stonith" type="fence_apc">
          <instance_attributes id="p">
           <nvpair id="p1" name="pcmk_host_map" value="alice:1;bob:2"/>
           <nvpair id="p2" name="ip" value="10.0.9.9"/>
           <nvpair id="p3" name="passwd" value="hunter2"/>
          </instance_attributes>
         </primitive>
         <primitive id="alice-bmc" class="stonith" type="external/ipmi">
          <instance_attributes id="b">
           <nvpair id="b1" name="hostname" value="alice"/>
           <nvpair id="b2" name="ipaddr" value="10.0.9.1"/>
           <nvpair id="b3" name="userid" value="ha"/>
           <nvpair id="b4" name="passwd" value="hunter2"/>
          </instance_attributes>
         </primitive>
         <primitive id="web" class="ocf" provider="heartbeat" type="Dummy">
          <instance_attributes id="w"><nvpair id="w1" name="state" value="/run/w"/>
          </instance_attributes>
          <meta_attributes id="m">
           <nvpair id="m1" name="target-role" value="Started"/>
           <nvpair id="m2" name="resource-stickines" value="5"/>
          </meta_attributes>
          <operations>
           <op id="mon" name="monitor" interval="10" timeout="20" on-fail="fence"/>
          </operations>
         </primitive>
        </resources>
        <constraints>
         <rsc_location id="here" rsc="web">
          <rule id="r" score="100"><expression id="e" attribute="#id" operation="eq" value="2"/>
          </rule>
         </rsc_location>
         <rsc_location id="lost" rsc="nothing" node="bob" score="5"/>
         <rsc_location id="dev" rsc="pdu" node="bob" score="5"/>
        </constraints>
        <fencing-topology>
         <fencing-level id="f" index="3" target="bob" devices="pdu,gone"/>
        </fencing-topology>
        <alerts><alert id="a" path="/usr/bin/mail-me"/></alerts>
       </configuration>
       <status/>
      </cib>
      """;

  private static final String COROSYNC =
      """
      totem { # not read: a section begins at the end of a line
      }
      totem {
        cluster_name: xen-ha
        token: 3000
      }
      nodelist {
        node {
          ring0_addr: 10.0.0.1
          ring1_addr: 192.168.9.1
          name: alice
          nodeid: 1
        }
        node {
          ring0_addr: 10.0.0.2
          ring1_addr: 192.168.9.2
          nodeid: 2
        }
      }
      """
          .replace(" # not read: a section begins at the end of a line", "");

  private static Imported imported() {
    return PacemakerImport.of(
        CibDocument.read("cib.xml", CIB.getBytes(StandardCharsets.UTF_8)),
        Optional.of(CorosyncConf.read("corosync.conf", COROSYNC)));
  }

  @Test
  void theFileIsShortAndOurs() {
    String yaml = YamlWriter.write(imported().definitions());

    assertThat(yaml)
        .contains("name: xen-ha", "fence-timeout: 90s", "no-quorum-policy: fence")
        .contains("alice: {links: [10.0.0.1, 192.168.9.1], fence: [pdu, alice-bmc]}")
        .contains("bob: {links: [10.0.0.2, 192.168.9.2], fence: [pdu]}")
        .contains("address: 10.0.9.1", "password-file: secrets/alice-bmc", "user: ha")
        .contains("host-map: \"alice:1;bob:2\"", "passwd-file: secrets/pdu")
        .contains("monitor: {interval: 10s, on-fail: fence, timeout: 20s}")
        .contains("x-resource-stickines: 5")
        .contains("{attribute: \"#uname\", is: bob}")
        .doesNotContain("hunter2");
  }

  @Test
  void itIsReadBackWithoutErrors() {
    ReadResult read = new YamlReader().read("ha.yaml", YamlWriter.write(imported().definitions()));

    assertThat(read.findings()).isEmpty();
    assertThat(read.definitions()).isPresent();
  }

  @Test
  void nothingIsDroppedInSilence() {
    List<String> notes = imported().notes().stream().map(Note::toString).toList();

    assertThat(notes)
        .anyMatch(n -> n.contains("cib.xml:6:5: cluster option dc-version=2.1.5"))
        .anyMatch(n -> n.contains("the secret passwd of fence device pdu is not taken over"))
        .anyMatch(n -> n.contains("resource-stickines=5"))
        .anyMatch(n -> n.contains("constraint lost: there is no resource nothing"))
        .anyMatch(n -> n.contains("constraint dev: fence devices run nowhere"))
        .anyMatch(n -> n.contains("device gone in a fencing level: there is none"))
        .anyMatch(n -> n.contains("alerts: /usr/bin/mail-me"))
        .anyMatch(n -> n.contains("corosync.conf:5:3: totem.token: 3000"))
        .noneMatch(n -> n.contains("hunter2") || n.contains("10.0.0.2"));
  }
}
