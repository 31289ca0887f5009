package ha.agents.xen;

import static org.assertj.core.api.Assertions.assertThat;

import ha.agents.AgentContract;
import ha.agents.AgentResult;
import ha.agents.AgentResult.Failed;
import ha.agents.AgentResult.Kind;
import ha.agents.AgentResult.NotRunning;
import ha.agents.AgentResult.Ok;
import ha.agents.AgentResult.TimedOut;
import ha.agents.AgentResult.Unknown;
import ha.agents.AgentSettings;
import ha.agents.Agents;
import ha.agents.Calls;
import ha.agents.Operation;
import ha.agents.xen.XenDouble.Fate;
import ha.agents.xen.XenDouble.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole life of a domain: create, crash, clash, migrate well and badly, shut down, destroy. */
class XenAgentTest extends AgentContract {
  private static final String OTHER = "59e1cf6c-6ab9-4879-90e7-adc8d1c63bf5";

  private final XenDouble xen = new XenDouble();

  @Override
  protected Calls prepare() throws IOException {
    Files.createDirectories(directory.resolve("system/dev/xen"));
    Files.writeString(directory.resolve("system/dev/xen/privcmd"), "");
    xen.disksThere.add("/srv/xen/web.img");
    return new Calls("xen", "web").with(Map.of("config", config("").toString())).running(xen);
  }

  private Path config(String more) throws IOException {
    return Files.writeString(
        directory.resolve("web.cfg"),
        """
        # a machine
        name = "web" ; memory = 512
        uuid = '%s'
        type = "pvh"
        disk = [ 'format=raw,vdev=xvda,access=rw,target=/srv/xen/web.img' ] # its disk
        %s
        """
            .formatted(XenDouble.UUID, more));
  }

  @Override
  protected Agents agents() {
    AgentSettings settings = AgentSettings.of(directory.resolve("run"), directory.resolve("log"));
    return Agents.of(List.of(new XenProvider(directory.resolve("system"))), settings);
  }

  private AgentResult within(Operation operation, Duration timeout) throws InterruptedException {
    return agent.perform(calls.of(operation, timeout));
  }

  private static void assertFailed(AgentResult result, String... words) {
    assertThat(result)
        .isInstanceOfSatisfying(Failed.class, f -> assertThat(f.reason()).contains(words));
  }

  private Guest started() throws InterruptedException {
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    return xen.here.getFirst();
  }

  @Test
  void pausedIsActiveButDegraded() throws Exception {
    Guest guest = started();
    guest.marks = "--p---";
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Ok.class,
            ok -> {
              assertThat(ok.degraded()).isTrue();
              assertThat(ok.reason()).contains("paused");
            });
    assertFailed(perform(Operation.START), "paused");
    assertThat(guest.marks).as("nobody unpaused it").isEqualTo("--p---");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(xen.asked).noneMatch(c -> c.startsWith("xl shutdown"));
  }

  @Test
  void crashedIsFailedAndStartsAfresh() throws Exception {
    Guest guest = started();
    guest.marks = "---sc-";
    guest.reason = "3";
    assertFailed(perform(Operation.MONITOR), "crashed");
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(xen.here).hasSize(1).doesNotContain(guest);
  }

  @Test
  void shutDownButKeptIsFailed() throws Exception {
    Guest guest = started();
    guest.marks = "---s--";
    guest.reason = "0";
    assertFailed(within(Operation.MONITOR, Duration.ofSeconds(2)), "shut down by poweroff");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
  }

  @Test
  void stopAsksFirstAndDestroysInTime() throws Exception {
    started();
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(xen.asked).contains("xl shutdown -F 1").doesNotContain("xl destroy 1");
    started();
    xen.heedsShutdown = false;
    assertThat(within(Operation.STOP, Duration.ofSeconds(3))).isEqualTo(AgentResult.OK);
    assertThat(xen.asked).contains("xl shutdown -F 2", "xl destroy 2");
  }

  @Test
  void whatDoesNotDieTimesOut() throws Exception {
    started();
    xen.heedsShutdown = false;
    xen.canDie = false;
    assertThat(within(Operation.STOP, Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            TimedOut.class, t -> assertThat(t.reason()).contains("dying", "is still there"));
    assertFailed(within(Operation.MONITOR, Duration.ofSeconds(1)), "dying");
    xen.here.clear();
  }

  @Test
  void anotherDomainOfOurNameIsNamedAndLeftAlone() throws Exception {
    Guest other = xen.add(xen.here, "web", OTHER);
    assertThat(perform(Operation.MONITOR))
        .as("a probe: it is not here, and cannot be")
        .isInstanceOfSatisfying(
            Failed.class,
            f -> {
              assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED);
              assertThat(f.reason()).contains("name clash", OTHER);
            });
    assertFailed(perform(Operation.START), "name clash: domain 1 'web'", OTHER);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(xen.here).containsExactly(other);
  }

  @Test
  void ourUuidUnderAnotherNameIsOurs() throws Exception {
    Guest renamed = xen.add(xen.here, "web-old", XenDouble.UUID);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(xen.here).doesNotContain(renamed);
  }

  @Test
  void copyWithOurUuidIsNamed() throws Exception {
    started();
    xen.add(xen.here, "copy", XenDouble.UUID);
    assertThat(perform(Operation.MONITOR))
        .isInstanceOfSatisfying(
            Ok.class, ok -> assertThat(ok.reason()).contains("UUID clash", "'copy'", "'web'"));
  }

  @Test
  void memoryIsToldToTheCluster() throws Exception {
    String attribute = "utilization-memory-web";
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.NOT_RUNNING);
    assertThat(calls.attributes).as("by a probe").containsEntry(attribute, mebibytes(512));
    calls.with(Map.of("config", config("maxmem = 1024").toString()));
    started();
    assertThat(calls.attributes).containsEntry(attribute, mebibytes(1024));
    calls.attributes.clear();
    calls.with(Map.of("config", "/srv/xen/not-mounted.cfg"));
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).as("as started").containsEntry(attribute, mebibytes(1024));
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(calls.attributes).as("still needed elsewhere").containsKey(attribute);
  }

  private static String mebibytes(long count) {
    return Long.toString(count << 20);
  }

  @Test
  void migratesAndIsThere() throws Exception {
    started();
    assertThat(perform(Operation.MIGRATE_TO)).isEqualTo(AgentResult.OK);
    assertThat(xen.asked)
        .anyMatch(
            a -> a.matches("xl migrate -s ssh -o BatchMode=yes -o ConnectTimeout=\\d+ 1 bob"));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(perform(Operation.MIGRATE_FROM)).as("not here").isInstanceOf(Failed.class);
    xen.here.addAll(xen.there);
    assertThat(perform(Operation.MIGRATE_FROM)).isEqualTo(AgentResult.OK);
  }

  @Test
  void connectingMayTakeATenthOfTheTime() throws Exception {
    xen.reachable = false;
    started();
    AgentResult refused = within(Operation.MIGRATE_TO, Duration.ofMinutes(10));

    assertFailed(refused, "untouched", "(it took: xl list -v on bob 0.", "that is ssh: try");
    assertThat(xen.asked).anyMatch(a -> a.matches("ssh .*ConnectTimeout=60 -- bob xl list.*"));
    within(Operation.MIGRATE_TO, Duration.ofSeconds(10));
    assertThat(xen.asked).anyMatch(a -> a.matches("ssh .*ConnectTimeout=5 -- bob xl list.*"));
  }

  @Test
  void migrationGoesWhereTheParametersSay() throws Exception {
    calls.with(
        Map.of("config", config("").toString(), "migration-hosts", "alice=10.9.0.1 bob=10.9.0.2"));
    started();
    assertThat(perform(Operation.MIGRATE_TO)).isEqualTo(AgentResult.OK);
    assertThat(xen.asked).anyMatch(c -> c.endsWith(" 1 10.9.0.2"));
  }

  @Test
  void preflightNamesEverythingBeforeTheSourceIsTouched() throws Exception {
    started();
    xen.freeThere = 100;
    xen.minorThere = 16;
    xen.disksThere.clear();
    xen.add(xen.there, "web", OTHER);
    xen.add(xen.there, "copy", XenDouble.UUID);
    assertFailed(
        perform(Operation.MIGRATE_TO),
        "goes on here untouched",
        "bob has 100 MiB of memory free, and the domain needs 512 MiB",
        "older",
        "disk /srv/xen/web.img is not on bob",
        "name clash",
        "UUID clash on bob: domain 3 'copy'");
    assertThat(xen.asked).noneMatch(c -> c.startsWith("xl migrate"));
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void unreachableTargetLeavesTheSourceUntouched() throws Exception {
    started();
    xen.reachable = false;
    assertFailed(perform(Operation.MIGRATE_TO), "untouched", "bob cannot be asked", "No route");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void failedMigrationGoesOnHereAndSaysSo() throws Exception {
    started();
    xen.fate = Fate.TARGET_FAILS;
    assertFailed(perform(Operation.MIGRATE_TO), "goes on here", "Domain creation failed");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void brokenHandshakeResumesHereOnlyWithNothingThere() throws Exception {
    Guest guest = started();
    xen.fate = Fate.HANDSHAKE_BREAKS;
    assertFailed(perform(Operation.MIGRATE_TO), "resumed here");
    assertThat(guest.name).isEqualTo("web");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
  }

  @Test
  void brokenHandshakeWithTheCopyRunningThereIsAnArrival() throws Exception {
    started();
    xen.fate = Fate.HANDSHAKE_BREAKS_AFTER_START;
    assertThat(perform(Operation.MIGRATE_TO)).isEqualTo(AgentResult.OK);
    assertThat(xen.here).isEmpty();
    assertThat(xen.there).hasSize(1);
  }

  /**
   * Not failed: a machine that failed to move may be ordered to stay, and must not stay on both.
   */
  @Test
  void runningOnBothSidesIsPausedHereAndOfUnknownOutcome() throws Exception {
    Guest guest = started();
    xen.fate = Fate.RUNS_TWICE;
    assertThat(perform(Operation.MIGRATE_TO))
        .isInstanceOfSatisfying(
            Unknown.class, u -> assertThat(u.reason()).contains("ran here and on bob"));
    assertThat(guest.marks).isEqualTo("--p---");
  }

  @Test
  void nothingIsResumedWhileTheTargetCannotBeAsked() throws Exception {
    Guest guest = started();
    xen.fate = Fate.HANDSHAKE_BREAKS;
    xen.reachableAfterMigration = false;
    assertThat(perform(Operation.MIGRATE_TO))
        .isInstanceOfSatisfying(
            Unknown.class, u -> assertThat(u.reason()).contains("nobody can tell"));
    assertThat(guest.marks).isEqualTo("--p---");
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(xen.here).isEmpty();
  }

  @Test
  void suspendedHalfwayIsFailedAndTheHalfThereIsCleared() throws Exception {
    started();
    xen.fate = Fate.HANGS_SUSPENDED;
    assertFailed(perform(Operation.MIGRATE_TO), "cannot be resumed", "shut down by suspend");
    assertThat(xen.there).isEmpty();
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
  }

  @Test
  void definitionMayBeKeptInTheDefinitions() throws Exception {
    calls.with(Map.of("definition", "name=\"web\"\nmemory=256\n"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.OK);
    assertThat(perform(Operation.STOP)).isEqualTo(AgentResult.OK);
    assertThat(directory.resolve("run/xen-definitions/web.cfg")).doesNotExist();
  }

  @Test
  void probeNeedsNoConfiguration() throws Exception {
    calls.with(Map.of("config", "/srv/xen/not-mounted.cfg"));
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.NOT_RUNNING);
    assertThat(perform(Operation.START))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_INSTALLED));
  }

  @Test
  void nameOfTheConfigurationMustBeOurs() throws Exception {
    calls.with(Map.of("definition", "name='mail'"));
    assertFailed(perform(Operation.START), "'mail'", "looks for 'web'", "'name'");
    calls.with(Map.of("definition", "name='mail'", "name", "mail"));
    assertThat(perform(Operation.START)).isEqualTo(AgentResult.OK);
  }

  @Test
  void memoryIsSaidWhereItLacks() throws Exception {
    calls.with(Map.of("definition", "name='web'\nmemory=9000"));
    assertFailed(perform(Operation.START), "4096 MiB of memory are free, it needs 9000 MiB");
  }

  @Test
  void withoutXenNothingRuns() throws Exception {
    Files.delete(directory.resolve("system/dev/xen/privcmd"));
    assertThat(perform(Operation.MONITOR)).isInstanceOf(NotRunning.class);
    assertThat(xen.asked).isEmpty();
    Files.createDirectories(directory.resolve("system/sys/hypervisor"));
    Files.writeString(directory.resolve("system/sys/hypervisor/type"), "xen\n");
    assertThat(perform(Operation.MONITOR)).isEqualTo(AgentResult.NOT_RUNNING);
    assertThat(xen.asked).isNotEmpty();
  }

  @Test
  void cutListIsNoList() {
    String noisy =
        """
        libxl: error: libxl_utils.c:85:libxl_domid_to_name: no name
        Name  ID  Mem VCPUs\tState\tTime(s)
        Domain-0  0  750  4  r-----  11794.3
        libxl: warning: libxl_dom.c:49:libxl__domain_type: unable to get domain type for domid=2
        (null)  2  0  1  --ps-d  3.1
        """;
    assertThat(DomainList.read(noisy).orElseThrow())
        .as("what the libraries complain of is no domain")
        .hasSize(2);
    assertThat(DomainList.strange(noisy + "web  1  10")).isEqualTo(": web  1  10");
    assertThat(DomainList.read("")).isEmpty();
    assertThat(DomainList.read("Name  ID  Mem VCPUs\tState\tTime(s)\n")).isEmpty();
    assertThat(DomainList.read("Name  ID\nDomain-0  0  750  4  r-----  11794.3\nweb  1  10"))
        .isEmpty();
    assertThat(DomainList.read("Name  ID\nDomain-0  0  750  4  r-----  11794.3\n"))
        .hasValueSatisfying(all -> assertThat(all).hasSize(1));
  }

  /** As Xen 4.17 writes it while the copy that was sent away is still there. */
  @Test
  void whatWasSentAwayIsSuspended() {
    String heading = "Name  ID  Mem VCPUs\tState\tTime(s)  UUID  Reason-Code\tSecurity Label\n";
    String host = "Domain-0  0  800  1  r-----  197.7 00000000-0000-0000-0000-000000000000  -  -\n";
    String sent =
        "web--migratedaway                            1    96     1     --pss-      32.9"
            + " 28e36fdc-7446-4bf4-861d-df148147ae9e        2                -\n";
    Domain domain = DomainList.read(heading + host + sent).orElseThrow().getLast();
    assertThat(domain.state()).isEqualTo(Domain.State.SHUT_DOWN);
    assertThat(domain.reason()).isEqualTo("suspend");
    String mark = sent.replace("--pss-", "---sw-").replace(" 2 ", " 4 ");
    assertThat(DomainList.read(heading + host + mark).orElseThrow().getLast().sentence())
        .contains("crashed by watchdog");
  }

  @Test
  void disksAreFoundInAllForms() {
    DomainConfig config =
        DomainConfig.read(
            """
            disk = [ 'phy:/dev/vg/a,xvda,w', "file:/srv/b.img,xvdb,w",
              '/srv/c.img,raw,xvdc,rw', 'vdev=xvdd,target=/srv/d,e.img' ]
            name='n' # name='comment'
            maxmem = 0x400 ; memory=512
            """);
    assertThat(config.disks())
        .containsExactly("/dev/vg/a", "/srv/b.img", "/srv/c.img", "/srv/d,e.img");
    assertThat(config.name()).contains("n");
    assertThat(config.memoryMib()).contains(1024L);
  }
}
