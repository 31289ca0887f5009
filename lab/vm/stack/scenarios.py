"""What is tried. Each scenario begins with a cluster that runs the mission, unless it says otherwise."""

import time

from stack import layout, records
from stack.recordings import record, words
from stack.lab import DOMAIN, DOMAINS, MISSION
from stack.machine import LabError

HOME = {"mail": "alice", "web": "bob"}  # what the definitions prefer; build may be on either


class Scenario:
    def __init__(self, name, action, core=False):
        self.name, self.action, self.core = name, action, core
        self.what = action.__doc__.strip().splitlines()[0]


ALL = []


def scenario(name, core=False):
    def add(action):
        ALL.append(Scenario(name, action, core))
        return action

    return add


# --- words of all scenarios -----------------------------------------------------------------------------


def writes(machine, node=None, after=None):
    """Whether a machine has written within the last two seconds, on that node, later than a moment."""
    record = records.latest(machine)
    now = time.monotonic()
    return (
        record is not None
        and now - record.at < 2
        and (node is None or record.node == node)
        and (after is None or record.at > after)
    )


def whole(run, seconds, homes=HOME):
    """Waits until every machine writes where it should, and the cluster has nothing left to do."""
    for machine in DOMAINS:
        run.lab.wait(
            f"{machine} writes on {homes.get(machine, 'some node')}",
            lambda: writes(machine, homes.get(machine)), seconds,
        )
        run.say(f"{machine} writes on {records.latest(machine).node}")


def running(run):
    """The cluster as cold-start leaves it; begun if it is not so."""
    if run.fresh or run.lab.variant != MISSION or not all(writes(m) for m in DOMAINS):
        begin(run)


def begin(run, variant=MISSION, homes=HOME):
    lab = run.lab
    lab.begin(variant)
    run.say("both hosts are up")
    lab.configure()
    run.began = time.monotonic()
    lab.start_daemons()
    run.say("both daemons are up")
    whole(run, 420, homes)
    run.fresh = False


def takes_over(run, survivor, machines):
    """Waits until machines write on the host that is left, later than what was done; then says where the time went."""
    for machine in machines:
        run.lab.wait(f"{machine} writes on {survivor}", lambda: writes(machine, survivor, run.began), 420)
        run.say(f"{machine} writes on {survivor}")
    run.shares(survivor)


def who_runs_web():
    """The host that runs web, the other one, and all machines of the first."""
    node = records.latest("web").node
    return node, layout.other(node), [m for m in DOMAINS if records.latest(m).node == node]


def one_goes_on(run):
    """Of two hosts that were cut off from each other one is off: the other runs everything; then the cut is mended."""
    lab = run.lab
    victim = next(n.name for n in lab.each() if n.pid() is None)
    run.say(f"{victim} is off")
    takes_over(run, layout.other(victim), DOMAINS)
    lab.mend()
    comes_back(run, victim)


def is_up_again(run, victim):
    """A host that was fenced is switched on if nobody has done it, and joins."""
    lab = run.lab
    time.sleep(5)
    if lab.nodes[victim].pid() is None:
        lab.nodes[victim].power("on")
    lab.rejoin(victim)
    run.say(f"{victim} is up again, and its daemon too")


def comes_back(run, victim):
    """It also catches up."""
    is_up_again(run, victim)
    in_step(run, layout.other(victim), victim)


def in_step(run, survivor, victim):
    """Waits until a host that was away has caught up, without a split brain, and has the file system."""

    def so():
        whole_volume = "UpToDate/UpToDate" in run.lab.nodes[survivor].run("cat /proc/drbd", timeout=20)[1]
        return whole_volume and run.lab.nodes[victim].run("mountpoint -q /srv/xen", timeout=20)[0] == 0

    run.lab.wait(f"{victim} is in step again", so, 420, pause=2)
    run.say(f"{victim} is in step again, and has the file system")


# --- the scenarios ------------------------------------------------------------------------------------------


@scenario("cold-start", core=True)
def cold_start(run):
    """Both hosts begin from nothing: DRBD dual-primary, OCFS2 on both, machines on both."""
    begin(run)
    for node in run.lab.each():
        state = node.must("grep 'ro:' /proc/drbd; grep -c ' /srv/xen ocfs2' /proc/mounts")
        if "Primary/Primary" not in state or "UpToDate/UpToDate" not in state:
            raise LabError(f"DRBD on {node.name}: {state}")
    record(run, "all runs")


@scenario("standby", core=True)
def standby(run):
    """hactl standby: its machines are live-migrated, volumes stop in order; unstandby: back by policy."""
    running(run)
    lab = run.lab
    run.act("hactl standby bob")
    lab.hactl(lab.alice, "standby bob --yes --timeout 12min --reason lab", timeout=800)
    run.say("bob is empty, says hactl")
    whole(run, 60, {m: "alice" for m in DOMAINS})
    if lab.domains() != {"alice": sorted(DOMAINS), "bob": []}:
        raise LabError(f"domains: {lab.domains()}")
    lab.bob.must("! grep -q ' /srv/xen ' /proc/mounts")
    record(run, "bob on standby")
    run.act("hactl unstandby bob")
    lab.hactl(lab.alice, "unstandby bob --yes --timeout 10min --reason lab", timeout=700)
    lab.wait("bob has the file system again", lambda: lab.bob.run("mountpoint -q /srv/xen")[0] == 0, 240)
    run.say("bob has the file system again")
    run.act("hactl migrate web --to bob")
    lab.hactl(lab.alice, "migrate web --to bob --yes --timeout 10min --reason lab", timeout=700)
    whole(run, 60, {"web": "bob", "mail": "alice"})


@scenario("link-cut", core=True)
def link_cut(run):
    """Both links between the hosts are cut, the BMCs live: one survives, nothing is written from two sides."""
    running(run)
    lab = run.lab
    run.act("both links are cut")
    lab.cut_cluster()
    lab.wait("one of them is off", lambda: len([n for n in lab.each() if n.pid() is None]) > 0, 120, pause=0.1)
    one_goes_on(run)


@scenario("power-loss", core=True)
def power_loss(run):
    """A host loses its power, its BMC lives: fenced, its machines run on the other; it comes back."""
    running(run)
    lab = run.lab
    victim, survivor, moved = who_runs_web()
    run.act(f"{victim} loses its power; it runs {', '.join(moved)}")
    lab.nodes[victim].lose_power()
    run.say("power is gone")
    takes_over(run, survivor, moved)
    record(run, "a host without power")
    comes_back(run, victim)


@scenario("domain-crash")
def domain_crash(run):
    """A machine is destroyed behind the cluster's back, another panics: restarted in place."""
    running(run)
    lab = run.lab
    for machine, command in (("web", "xl destroy web"), ("mail", "xl sysrq mail c")):
        node = records.latest(machine).node
        run.act(f"{command} on {node}")
        lab.nodes[node].must(command, timeout=60)
        lab.wait(f"{machine} stops writing", lambda: not writes(machine), 60)
        lab.wait(f"{machine} writes again on {node}", lambda: writes(machine, node), 240)
        run.say(f"{machine} writes again on {node}")


@scenario("by-hand")
def by_hand(run):
    """Somebody starts a machine by hand on the second host too: reported, and no damage."""
    running(run)
    lab = run.lab
    here = records.latest("web").node
    there = layout.other(here)
    run.act(f"xl create web on {there}, by hand; it runs on {here}")
    code, said = lab.nodes[there].run("xl create -p /srv/xen/web.cfg", timeout=120)
    run.say(f"xl create -p ended with {code}")
    record(run, "a machine twice")
    # It may be found and ended before anybody looks at the status; the leader's log keeps it.
    words_of_it = "web is active on"
    lab.wait(
        "the cluster says so",
        lambda: any(words_of_it in node.run("journalctl -u had -n 60 --no-pager", timeout=60)[1] for node in lab.each()),
        90, pause=2,
    )
    run.say("reported")
    lab.wait("one web is left, and writes", lambda: writes("web") and sum("web" in d for d in lab.domains().values()) == 1, 300, pause=3)


@scenario("migration-fails")
def migration_fails(run):
    """A machine that cannot be moved live goes on at the source, and hactl says why; it moves when it can."""
    running(run)
    lab = run.lab
    here = records.latest("web").node
    there = layout.other(here)
    boot = records.latest("web").boot
    lab.nodes[there].must(
        f"cat >/run/hog.cfg <<'END'\n{DOMAIN.format(name='hog').replace(chr(10) + 'disk =', chr(10) + '# disk =')}END\n"
        "free=$(xl info free_memory); sed -i \"s/^memory.*/memory = $((free - 50))/\" /run/hog.cfg\n"
        "xl create -p /run/hog.cfg", timeout=120,
    )
    run.act(f"hactl migrate web --to {there}, which has 50 MiB free")
    code, said = lab.nodes[here].run(f"HACTL_ANSWER=90s hactl migrate web --to {there} --yes --timeout 4min --reason lab", timeout=300)
    run.say(said.strip().splitlines()[-1])
    if code == 0 or "memory" not in said:
        raise LabError(f"hactl migrate ended with {code}: {said}")
    if (records.latest("web").node, records.latest("web").boot) != (here, boot) or not writes("web"):
        raise LabError("web was not left alone where it was")
    problems = str(lab.status().get("problems"))
    if "web goes on there" not in problems:
        raise LabError(f"the status does not say so: {problems}")
    record(run, "a migration refused")
    run.act(f"the other machine on {there} ends; hactl cleanup web, hactl migrate web --to {there}")
    lab.nodes[there].must("xl destroy hog", timeout=60)
    lab.hactl(lab.nodes[here], "cleanup web --yes --reason lab")
    lab.hactl(lab.nodes[here], f"migrate web --to {there} --yes --timeout 10min --reason lab", timeout=700)
    whole(run, 60, {"web": there})
    if records.latest("web").boot != boot:
        raise LabError("web was not moved live")


@scenario("pv-domain")
def pv_domain(run):
    """A PV machine, which this hypervisor cannot move live: it goes on at the source, unharmed."""
    running(run)
    lab = run.lab
    here = records.latest("web").node
    there = layout.other(here)
    config = "sed -i 's/^type.*/type = \"{}\"/' /srv/xen/web.cfg"
    lab.nodes[here].must(config.format("pv"))
    run.act("web is restarted as a PV domain")
    lab.hactl(lab.nodes[here], "restart web --yes --timeout 5min --reason lab", timeout=400)
    lab.wait("web writes", lambda: writes("web", after=run.began), 200)
    here = records.latest("web").node
    there = layout.other(here)
    boot = records.latest("web").boot
    run.act(f"hactl migrate web --to {there}")
    code, said = lab.nodes[here].run(f"HACTL_ANSWER=90s hactl migrate web --to {there} --yes --timeout 10min --reason lab", timeout=700)
    run.say(said.strip().splitlines()[-1])
    lab.wait("web writes", lambda: writes("web"), 60)
    if code == 0 or records.latest("web").boot != boot:
        raise LabError(f"hactl migrate ended with {code}, run {boot} of web is now {records.latest('web').boot}: {said}")
    record(run, "a PV domain that was not moved")
    lab.nodes[here].must(config.format("pvh"))
    lab.hactl(lab.nodes[here], "cleanup web --yes --reason lab")
    lab.hactl(lab.nodes[here], "restart web --yes --timeout 5min --reason lab", timeout=400)
    whole(run, 200, {})


@scenario("replication-cut")
def replication_cut(run):
    """The direct cable alone is cut, which DRBD uses; the cluster still meets: one side is fenced, no split brain."""
    running(run)
    lab = run.lab
    run.act("the direct cable is cut; the hosts still meet over the office network")
    lab.cut_direct()
    lab.wait("one of them is off", lambda: any(n.pid() is None for n in lab.each()), 180, pause=0.1)
    one_goes_on(run)


@scenario("had-frozen")
def had_frozen(run):
    """had hangs on a host that runs machines: fenced by the other, which starts them."""
    running(run)
    lab = run.lab
    victim, survivor, moved = who_runs_web()
    run.act(f"kill -STOP of had on {victim}; it runs {', '.join(moved)}")
    lab.nodes[victim].must("systemctl kill --kill-whom=main -s STOP had")
    lab.wait(f"{victim} is off", lambda: lab.nodes[victim].pid() is None, 120, pause=0.1)
    run.say(f"{victim} is off")
    takes_over(run, survivor, moved)
    comes_back(run, victim)


@scenario("watchdog")
def watchdog(run):
    """had hangs and the BMC cannot be reached: the host's own watchdog ends it; it counts once the BMC says off."""
    running(run)
    lab = run.lab
    victim, survivor, moved = who_runs_web()
    run.act(f"the BMC of {victim} is out of reach, and had hangs there")
    lab.tell_wire(f"cut bmc-{victim}")
    # systemd would kill what hangs, begin it anew, and the machines would go on.
    lab.nodes[victim].must("systemctl service-watchdogs no; systemctl kill --kill-whom=main -s STOP had")
    lab.wait(f"the watchdog ends {victim}", lambda: lab.nodes[victim].pid() is None, 180, pause=0.1)
    run.say(f"its watchdog has switched {victim} off")
    time.sleep(20)
    if any(r.node == survivor and r.at > run.began for m in moved for r in records.told(m)):
        raise LabError("started before anybody could know that the other is off")
    run.act("the BMC is back, and says off")
    lab.tell_wire("restore all")
    takes_over(run, survivor, moved)
    comes_back(run, victim)


@scenario("had-killed")
def had_killed(run):
    """had is killed -9 on a host that runs machines: the other sees that at once, fences it, and starts them."""
    running(run)
    lab = run.lab
    victim, survivor, moved = who_runs_web()
    life = "cat /proc/sys/kernel/random/boot_id"
    before = lab.nodes[victim].must(life)
    run.act(f"kill -9 of had on {victim}; it runs {', '.join(moved)}")
    lab.nodes[victim].must("systemctl kill --kill-whom=main -s KILL had")
    takes_over(run, survivor, moved)
    comes_back(run, victim)
    if lab.nodes[victim].must(life) == before:
        raise LabError(f"machines of {victim} run on {survivor}, and {victim} was never off")


@scenario("bmc-dead")
def bmc_dead(run):
    """A host and its BMC lose power together: nothing starts twice; hactl fence confirm brings it up."""
    running(run)
    lab = run.lab
    victim = records.latest("web").node
    survivor = layout.other(victim)
    run.act(f"{victim} and its BMC lose power")
    lab.tell_wire(f"cut bmc-{victim}")
    lab.nodes[victim].lose_power()
    time.sleep(60)
    if any(r.node == survivor and r.at > run.began for r in records.told("web")):
        raise LabError("web runs on the survivor although nobody knows whether the other is off")
    run.say("after 60 s nothing was started: nobody knows whether it is off")
    lab.hactl(lab.nodes[survivor], f"fence confirm {victim} --yes --no-wait --reason 'plugs pulled'", timeout=200)
    run.say("hactl fence confirm")
    takes_over(run, survivor, ["web"])
    lab.tell_wire("restore all")
    comes_back(run, victim)


@scenario("both-lose-power")
def both_lose_power(run):
    """Both lose power, the one that was last up leads alone; the other, booted first, waits and says so."""
    running(run)
    lab = run.lab
    run.act("bob loses its power; alice goes on alone; then alice too")
    lab.tell_wire("cut port-bob")
    lab.bob.lose_power()
    lab.wait("all write on alice", lambda: all(writes(m, "alice") for m in DOMAINS), 420)
    lab.bob.power("off")  # the fencing has switched it on again
    lab.wait("bob is off", lambda: lab.bob.pid() is None, 60)
    lab.alice.lose_power()
    run.say("both are off; alice was the last")
    lab.tell_wire("restore all")
    lab.tell_wire("cut port-alice")
    lab.boot([lab.bob])
    lab.rejoin("bob")
    time.sleep(45)
    said = str(lab.status(lab.bob).get("problems"))
    if any(writes(m) for m in DOMAINS) or "alice" not in said:
        raise LabError(f"bob, which was not the last, did not wait for alice: {said[:300]}")
    run.say("bob waits for alice, and says so")
    lab.tell_wire("restore all")
    lab.boot([lab.alice])
    lab.rejoin("alice")
    whole(run, 420, {})


def one_side(run, variant):
    """Machines where the volume is promoted: moved by a standby, then started on the other after a loss of power."""
    lab = run.lab
    begin(run, variant, {})
    record(run, f"{variant} runs")
    first = records.latest("web").node
    second = layout.other(first)
    run.act(f"hactl standby {first}")
    lab.hactl(lab.nodes[first], f"standby {first} --yes --timeout 8min --reason lab", timeout=500)
    whole(run, 60, {m: second for m in DOMAINS})
    lab.hactl(lab.nodes[first], f"unstandby {first} --yes --timeout 10min --reason lab", timeout=700)
    run.act(f"{second} loses its power")
    lab.nodes[second].lose_power()
    takes_over(run, first, DOMAINS)
    is_up_again(run, second)
    lab.wait("both replicas are in step", lambda: "UpToDate/UpToDate" in lab.nodes[first].run("cat /proc/drbd", timeout=20)[1], 300, pause=2)
    run.say("both replicas are in step again")


@scenario("single-primary")
def single_primary(run):
    """DRBD promoted on one side, ext4: a standby, then a loss of power."""
    one_side(run, "xen-single-primary")


@scenario("ocf")
def ocf(run):
    """The same by ocf:linbit:drbd, ocf:heartbeat:Filesystem and ocf:heartbeat:Xen, unchanged."""
    one_side(run, "xen-ocf")


@scenario("tools")
def tools(run):
    """No daemons: DRBD, OCFS2 and Xen are led through a whole life by hand, and what their tools say is kept."""
    lab = run.lab
    lab.begin()
    lab.variant = None  # nothing of the cluster runs
    alice, bob = lab.alice, lab.bob
    run.say("both hosts are up")
    record(run, "nothing is up")
    replication(run, alice, bob)
    lab.together(lambda node: node.must("drbdadm primary r0"))
    record(run, "dual primary")
    lab.together(lambda node: node.must(
        "for module in ocfs2_stack_o2cb ocfs2 ocfs2_dlmfs; do modprobe $module; done\n"
        "echo o2cb >/sys/fs/ocfs2/cluster_stack; o2cb register-cluster ocfs2\n"
        "mkdir -p /srv/xen; mount -t ocfs2 /dev/drbd0 /srv/xen", timeout=180))
    record(run, "mounted on both")
    words(run, "mounted on both", bob, "drbdadm-down", "drbdadm down r0")
    words(run, "mounted on both", bob, "drbdadm-secondary", "drbdadm secondary r0")
    domains(run, alice, bob)
    words(run, "mounted on both", bob, "umount-busy", "cd /srv/xen; umount /srv/xen")
    lab.together(lambda node: node.must("umount /srv/xen; o2cb unregister-cluster ocfs2; drbdadm secondary r0", timeout=180))
    split_brain(run, alice, bob)


def replication(run, alice, bob):
    """DRBD from nothing to one promoted side."""
    words(run, "nothing is up", alice, "drbdadm-primary", "drbdadm primary r0")
    alice.must("drbdadm up r0")
    record(run, "one side waits")
    bob.must("drbdadm up r0")
    for node in (alice, bob):
        node.must("for i in $(seq 60); do grep -q cs:Connected /proc/drbd && exit; sleep 0.5; done; exit 1")
    record(run, "connected")
    alice.must("drbdadm primary r0")
    record(run, "one primary")


def domains(run, alice, bob):
    """A machine's states as xl shows them."""
    config = "/srv/xen/web.cfg"
    alice.must(f"sed 's/^on_crash.*/on_crash = \"preserve\"/' {config} >/run/kept.cfg; xl create /run/kept.cfg", timeout=180)
    record(run, "a domain runs")
    words(run, "a domain runs", alice, "xl-create-again", f"xl create {config}")
    words(run, "a domain runs", alice, "xl-unknown", "xl destroy nobody; xl domid nobody")
    alice.must("xl pause web")
    record(run, "a domain is paused")
    alice.must("xl unpause web; sleep 15; xl sysrq web c; for i in $(seq 60); do xl list web | grep -q -- 'c' && break; sleep 1; done", timeout=180)
    time.sleep(10)
    record(run, "a domain has crashed")
    alice.must(f"xl destroy web; sleep 2; xl create {config}", timeout=180)
    run.lab.wait("web writes", lambda: writes("web"), 200)
    alice.must("systemd-run -q sh -c 'xl migrate web bob >/run/migrate.log 2>&1; echo \"# exit $?\" >>/run/migrate.log'")
    for step in range(1, 5):
        time.sleep(6)
        record(run, f"a migration under way {step}")
    run.lab.wait("the migration has ended", lambda: "# exit" in alice.run("cat /run/migrate.log")[1], 300, pause=3)
    words(run, "a migration has ended", alice, "xl-migrate", "cat /run/migrate.log")
    record(run, "a migration has ended")
    words(run, "a migration has ended", bob, "xl-shutdown", "xl shutdown -F web; sleep 20; xl list -v")
    bob.run("xl destroy web")


def split_brain(run, alice, bob):
    """Both sides are promoted without the other, written to, and meet again."""
    lab = run.lab
    alice.must("drbdadm disconnect r0")
    record(run, "disconnected")
    lab.together(lambda node: node.must(
        "drbdsetup disk-options 0 --fencing=dont-care; drbdadm disconnect r0; drbdadm primary r0\n"
        "dd if=/dev/urandom of=/dev/drbd0 bs=1M seek=40 count=20 oflag=direct 2>/dev/null; drbdadm secondary r0", timeout=180))
    lab.together(lambda node: node.must("drbdadm connect r0; sleep 8; dmesg | grep -i 'split-brain' || true"))
    record(run, "split brain")
    words(run, "split brain", alice, "kernel", "dmesg | grep -i drbd | tail -n 12")
    words(run, "split brain", bob, "drbdadm-primary", "drbdadm disconnect r0; drbdadm connect --discard-my-data r0")
    alice.must("drbdsetup disk-options 0 --c-plan-ahead=0 --resync-rate=800k; drbdadm connect r0")
    time.sleep(4)
    record(run, "resynchronizing")
    words(run, "resynchronizing", bob, "drbdadm-primary", "drbdadm primary r0")
    lab.wait("in sync again", lambda: "UpToDate/UpToDate" in alice.run("cat /proc/drbd")[1], 200, pause=3)
    bob.must("drbdadm detach r0")
    record(run, "one side without its disk")
    words(run, "one side without its disk", bob, "drbdadm-primary", "drbdadm primary r0")
    words(run, "one side without its disk", bob, "drbdadm-secondary", "drbdadm secondary r0; drbdadm attach r0")
    bob.must("drbdadm outdate r0 || true; drbdadm disconnect r0")
    bob.run("drbdadm outdate r0")
    record(run, "outdated")
    words(run, "outdated", bob, "drbdadm-primary", "drbdadm primary r0")
