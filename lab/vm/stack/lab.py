"""The two nodes and what is between them: begun from prepared disks, asked, waited for, ended."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from stack import layout
from stack.machine import LabError, Machine, running

PREPARED = layout.LAB / "prepared"
CPUINFO = layout.LAB / "cpuinfo"
DOMAINS = ("mail", "web", "build")
DOMAIN = """\
name = "{name}"
type = "pvh"
kernel = "/var/lib/xen/kernel/vmlinuz"
ramdisk = "/var/lib/xen/kernel/initrd"
extra = "console=hvc0 no_timer_check mitigations=off sysrq_always_enabled lab.name={name}"
memory = 96
vcpus = 1
disk = ["format=raw,vdev=xvda,access=rw,target=/srv/xen/{name}.img"]
vif = ["bridge=xenbr0"]
on_crash = "destroy"
on_reboot = "restart"
# Only because the processor is emulated: it reports RDTSCP as something else.
tsc_mode = "native"
cpuid = "host,rdtscp=0"
"""

# What is emulated is some thirty times slower, so seconds without a beat say nothing. Only this is
# changed in the definitions, and the addresses are the examples' own. Where others work on the same
# machine, LAB_DETECTION=25s is safer.
DETECTION = int(os.environ.get("LAB_DETECTION", "12s").removesuffix("s"))
EMULATION = f"detection: {DETECTION}s", "heartbeat: 1s", f"lease: {DETECTION * 5 // 6}s"

# Which of config-examples runs on which file system.
MISSION = "two-node-xen"
VARIANTS = {MISSION: "ocfs2", "xen-single-primary": "ext4", "xen-ocf": "ext4"}

# How each file system is made on the volume, mounted once, and let go.
VOLUMES = {
    "ocfs2": (
        "echo y | mkfs.ocfs2 -F -N 2 -b 4K -C 4K -J size=4M -T vmstore -L xen --cluster-stack=o2cb"
        " --cluster-name=ocfs2 /dev/drbd0 >/dev/null 2>&1",
        "for module in ocfs2_stack_o2cb ocfs2 ocfs2_dlmfs; do modprobe $module; done\n"
        "echo o2cb >/sys/fs/ocfs2/cluster_stack; o2cb register-cluster ocfs2\n"
        "mount -t ocfs2 /dev/drbd0 /srv/xen",
        "umount /srv/xen; o2cb unregister-cluster ocfs2",
    ),
    "ext4": ("mkfs.ext4 -q -F /dev/drbd0", "mount /dev/drbd0 /srv/xen", "umount /srv/xen"),
}


def definitions(variant=MISSION):
    text = (layout.PROJECT / "config-examples" / f"{variant}.yaml").read_text()
    if "cluster: {" in text:
        text = text.replace("cluster: {", f"cluster: {{{', '.join(EMULATION)}, ", 1)
    else:
        text = text.replace("cluster:\n", "cluster:\n" + "".join(f"  {line}\n" for line in EMULATION), 1)
    # A machine that is described in the definitions themselves: the lab's, which is smaller.
    own = "".join(f"        {line}\n" for line in DOMAIN.format(name="build").splitlines())
    return re.sub(r"(      definition: \|\n)(?:        .*\n)+", lambda found: found.group(1) + own, text)


class Lab:
    def __init__(self, say):
        layout.RUN.mkdir(parents=True, exist_ok=True)
        self.say = say
        self.variant = None  # what the nodes run, once they do
        self.nodes = {name: Machine(name) for name in layout.NODES}
        self.alice, self.bob = self.nodes.values()

    # --- what is between the nodes --------------------------------------------------------------------

    def start_wire(self):
        with open(layout.RUN / "wire.log", "ab") as log:
            subprocess.Popen(
                [sys.executable, "-B", "-m", "stack.wire"], cwd=layout.HERE, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )
        self.wait("the wire", lambda: self.tell_wire("restore all"), 10)

    @staticmethod
    def tell_wire(command):
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as control:
                control.sendto(command.encode(), str(layout.WIRE_CONTROL))
            return True
        except OSError:
            return False

    def cut_cluster(self):
        """Both links between the nodes; the BMCs stay within reach."""
        self.tell_wire("cut office")
        self.cut_direct()

    def cut_direct(self):
        for node in self.each():
            if node.pid():
                node.direct_link(False)

    def mend(self):
        self.tell_wire("restore all")
        for node in self.each():
            if node.pid():
                node.direct_link(True)

    # --- beginning and ending -----------------------------------------------------------------------------

    def each(self):
        return list(self.nodes.values())

    def together(self, action, nodes=None):
        """Does something for several nodes at the same time; the first failure is raised."""
        failures = []

        def guarded(node):
            try:
                action(node)
            except Exception as e:
                failures.append(e)

        threads = [threading.Thread(target=guarded, args=(node,)) for node in nodes or self.each()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def boot(self, nodes=None):
        """Switches on, by the BMC, and waits until they answer."""
        nodes = nodes or self.each()
        for node in nodes:
            node.power("on")
        for node in nodes:
            self.settle(node)

    def settle(self, node):
        """Waits for a node that has been switched on."""
        self.wait(f"{node.name} answers", node.answers, 300)

        def follow():
            try:
                node.follow()
            except OSError:
                pass  # it is off

        threading.Thread(target=follow, daemon=True).start()

    def rejoin(self, name):
        """Waits until a node that was switched on again takes part by itself."""
        node = self.nodes[name]
        self.settle(node)
        self.wait(f"had runs on {name}", lambda: node.run("systemctl is-active had", timeout=20)[0] == 0, 180, pause=2)

    def begin(self, variant=MISSION):
        """All is as after the installation: prepared disks, machines switched on, no daemon yet."""
        self.end()
        self.variant = variant
        prepared = self.prepared()
        for node in self.each():
            (node.directory / "root.qcow2").unlink(missing_ok=True)
            subprocess.run(
                ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", prepared / "root.qcow2",
                 node.directory / "root.qcow2"],
                check=True,
            )
            copy(prepared / f"{node.name}.{VARIANTS[variant]}", node.directory / "drbd.raw")
            (node.directory / "journal").unlink(missing_ok=True)
        layout.RECORDS.write_text("")
        self.start_wire()
        for node in self.each():
            node.start_bmc()
        self.boot()

    def prepared(self):
        """The disks of freshly installed nodes; made once for each image."""
        if not CPUINFO.exists():
            self.learn_processor()
        stamp = str((layout.IMAGE / "root.raw").stat().st_mtime_ns)
        place = PREPARED / stamp
        if not (place / "root.qcow2").exists():
            shutil.rmtree(PREPARED, ignore_errors=True)
            self.prepare(place)
        return place

    def learn_processor(self):
        """The first image lacks start-up caches, which depend on the nodes' processor: one says what it has, then it is made again."""
        self.say("what processor the nodes have; then the image again, with start-up caches for it")
        self.start_wire()
        self.alice.fresh_disks()
        self.alice.start_bmc()
        self.boot([self.alice])
        CPUINFO.write_text(self.alice.must("sed '/^$/,$d' /proc/cpuinfo"))
        self.end()
        subprocess.run([layout.HERE / "build-image"], check=True)

    def prepare(self, place):
        """What an operator does once: metadata of DRBD, the file system, the machines' files."""
        self.say("preparing the nodes, once for this image")
        self.start_wire()
        for node in self.each():
            node.fresh_disks()
            node.start_bmc()
        self.boot()
        place.mkdir(parents=True)
        for kind in VOLUMES:
            self.make_volume(kind)
            for node in self.each():
                copy(node.directory / "drbd.raw", place / f"{node.name}.{kind}")
        self.say("start-up caches: those of the image, or new ones where they do not fit")
        self.alice.must(
            "/opt/ha/bin/had --help >/dev/null; hactl status >/dev/null 2>&1\n"
            "sleep 1; for i in $(seq 600); do [ $(ls /var/cache/ha/*.aot 2>/dev/null | wc -l) -ge 2 ] &&"
            " ! ls -d /var/cache/ha/*.making >/dev/null 2>&1 && exit 0; sleep 1; done; ls -l /var/cache/ha; exit 1",
            timeout=700,
        )
        self.together(lambda node: node.must("mkdir -p /srv/xen; sync; fstrim / || true"))
        for node in self.each():
            node.run("systemctl poweroff", timeout=20)
            self.wait(f"{node.name} is off", lambda: node.pid() is None, 60)
        self.end()
        shutil.move(self.alice.directory / "root.qcow2", place / "root.qcow2")

    def make_volume(self, kind):
        """The replicated volume as it is once installed: in sync without a first synchronization, the machines' files on it."""
        make, mount, let_go = VOLUMES[kind]
        self.together(lambda node: node.must("drbdadm create-md --force r0 >/dev/null 2>&1 && drbdadm up r0"))
        files = "".join(
            f"truncate -s 8M /srv/xen/{name}.img\ncat >/srv/xen/{name}.cfg <<'END'\n{DOMAIN.format(name=name)}END\n"
            for name in DOMAINS
        )
        self.alice.must(
            "for i in $(seq 60); do grep -q cs:Connected /proc/drbd && break; sleep 0.5; done\n"
            "set -e\ndrbdadm -- --clear-bitmap new-current-uuid r0\ndrbdadm primary r0\n"
            f"{make}\nmkdir -p /srv/xen\n{mount}\n{files}{let_go}\ndrbdadm secondary r0\n",
            timeout=240,
        )
        self.together(lambda node: node.must("drbdadm down r0; sync"))

    def end(self):
        for node in self.each():
            node.stop()
        wire = running(layout.RUN / "wire.pid", "stack.wire")
        if wire is not None:
            os.kill(wire, signal.SIGTERM)
        (layout.RUN / "wire.pid").unlink(missing_ok=True)
        layout.WIRE_CONTROL.unlink(missing_ok=True)

    # --- the cluster ------------------------------------------------------------------------------------------

    def configure(self):
        """Writes the definitions on both, as README's step 4."""
        self.together(lambda node: node.must(f"cat >/etc/had/cluster.yaml <<'END'\n{definitions(self.variant)}END"))

    def start_daemons(self):
        self.together(lambda node: node.must("systemctl enable --now had", timeout=180))

    def api(self, node, path):
        """An answer of the daemon on a node, None if there is none. Without a JVM, unlike hactl."""
        code, said = node.run(
            f"printf 'GET {path} HTTP/1.1\\r\\nHost: had\\r\\nConnection: close\\r\\n\\r\\n'"
            " | socat -t 20 - UNIX-CONNECT:/run/had/api.sock", timeout=25,
        )
        start = said.find("{")
        if code != 0 or start < 0:
            return None
        try:
            return json.JSONDecoder().raw_decode(re.sub(r"\r\n[0-9a-f]+\r\n", "", said[start:]))[0]
        except ValueError:
            return None

    def status(self, node=None):
        """The cluster as some node that answers sees it; empty if none does."""
        for each in [node] if node else self.each():
            if each.pid():
                seen = self.api(each, "/v1/status")
                if seen:
                    return seen
        return {}

    def hactl(self, node, words, timeout=300):
        return node.must(f"HACTL_ANSWER=90s hactl {words}", timeout)

    def domains(self):
        """Which node's hypervisor runs which domain: asked there, not of the cluster."""
        found = {}
        for node in self.each():
            code, said = node.run("xl list | tail -n +3", timeout=40) if node.pid() else (None, "")
            if code == 0:
                found[node.name] = sorted(line.split()[0] for line in said.splitlines() if line.strip())
        return found

    def wait(self, what, condition, seconds, pause=0.5):
        """Until something is so; what, if it does not become so in time."""
        end = time.monotonic() + seconds
        while True:
            if condition():
                return
            if time.monotonic() > end:
                raise LabError(f"within {seconds} s it did not come about that {what}")
            time.sleep(pause)


def copy(source, target):
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", source, target], check=True)
