"""One node: a virtual machine that is a Xen host, and its BMC, which is what starts and ends it."""

import os
import shlex
import signal
import socket
import subprocess
import time

from stack import layout

# Without vector units: under Xen, QEMU's emulation does not keep their state, which corrupts what is
# copied (migration streams, ssh). RDTSCP is taken for RDTSC by Xen, and the domain killed.
EMULATED = (
    "max,la57=off,smap=off,smep=off,pku=off,umip=off,xsave=off,avx=off,avx2=off,f16c=off,fma=off,rdtscp=off"
)
KERNEL = (
    "console=hvc0 earlyprintk=xen root=/dev/vda lab.node={node} mitigations=off quiet random.trust_cpu=on "
    "nowatchdog no_timer_check audit=0 selinux=0 apparmor=0 raid=noautodetect tsc=reliable net.ifnames=0 "
    "systemd.show_status=0"
)
HYPERVISOR = (
    "console=com1 com1=115200,8n1 dom0_mem={dom0}M,max:{dom0}M dom0_max_vcpus=1 dom0=pv spec-ctrl=no xpti=no "
    "pv-l1tf=no watchdog=0 loglvl=warning sched=credit"
)
DOM0_MIB = 800
DISK_MIB = 160


class LabError(Exception):
    """Something of the lab itself did not come about."""


class Machine:
    def __init__(self, name, memory=1400):
        self.name = name
        self.memory = memory
        self.directory = layout.directory(name)
        self.directory.mkdir(parents=True, exist_ok=True)

    # --- disks --------------------------------------------------------------------------------------

    def fresh_disks(self):
        """As it was installed: its system, and an empty disk for DRBD."""
        root = self.directory / "root.qcow2"
        root.unlink(missing_ok=True)
        subprocess.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", layout.IMAGE / "root.raw", root],
            check=True,
        )
        drbd = self.directory / "drbd.raw"
        drbd.unlink(missing_ok=True)
        with open(drbd, "wb") as disk:
            disk.truncate(DISK_MIB << 20)

    # --- the virtual machine --------------------------------------------------------------------------

    def command(self):
        """What starts it: a list of words."""
        n = layout.number(self.name)
        port = lambda use, node=self.name: layout.port(use, node)
        drive = "if=none,id={0},file={1},format={2},cache={3}"
        kvm = os.access("/dev/kvm", os.W_OK) and any(
            flag in open("/proc/cpuinfo").read().split() for flag in ("vmx", "svm")
        )
        accelerator = ["-accel", "kvm", "-cpu", "host"] if kvm else ["-accel", "tcg,thread=multi,tb-size=1500", "-cpu", EMULATED]
        return [
            "qemu-system-x86_64", "-name", f"lab-{self.name}", "-machine", "q35,usb=off,graphics=off,vmport=off",
            *accelerator, "-smp", "1", "-m", str(self.memory), "-nodefaults", "-display", "none", "-no-user-config",
            "-serial", f"file:{self.directory}/console", "-qmp", f"unix:{self.directory}/qmp,server=on,wait=off",
            "-pidfile", f"{self.directory}/pid",
            "-object", "rng-builtin,id=rng0", "-device", "virtio-rng-pci,rng=rng0",
            "-drive", drive.format("root", self.directory / "root.qcow2", "qcow2", "unsafe"),
            "-device", "virtio-blk-pci,drive=root",
            "-drive", drive.format("drbd", self.directory / "drbd.raw", "raw", "unsafe"),
            "-device", "virtio-blk-pci,drive=drbd",
            "-netdev", f"user,id=lab,restrict=on,hostfwd=tcp:127.0.0.1:{port('exec')}-:23",
            "-device", f"virtio-net-pci,netdev=lab,mac=52:54:00:00:00:0{n},romfile=",
            "-netdev", f"dgram,id=office,local.type=inet,local.host=127.0.0.1,local.port={port('office')},"
                       f"remote.type=inet,remote.host=127.0.0.1,remote.port={port('wire')}",
            "-device", f"virtio-net-pci,netdev=office,id=office,mac=52:54:00:00:01:0{n},romfile=",
            "-netdev", f"dgram,id=direct,local.type=inet,local.host=127.0.0.1,local.port={port('direct')},"
                       f"remote.type=inet,remote.host=127.0.0.1,remote.port={port('direct', layout.other(self.name))}",
            "-device", f"virtio-net-pci,netdev=direct,id=direct,mac=52:54:00:00:02:0{n},romfile=",
            "-device", "i6300esb", "-action", "watchdog=poweroff",
            "-chardev", f"socket,id=ipmi0,host=127.0.0.1,port={port('bmc-serial')},reconnect=1",
            "-device", "ipmi-bmc-extern,chardev=ipmi0,id=bmc0", "-device", "isa-ipmi-bt,bmc=bmc0,irq=5",
            "-kernel", str(layout.IMAGE / "xen"), "-append", HYPERVISOR.format(dom0=DOM0_MIB),
            "-initrd", f"{layout.IMAGE}/vmlinuz {KERNEL.format(node=self.name)},{layout.IMAGE}/node-initrd",
        ]

    def pid(self):
        """Of the emulator; None while the machine is off."""
        return running(self.directory / "pid", f"lab-{self.name}")

    def lose_power(self):
        """At once, as when the plug is pulled; the BMC lives on."""
        pid = self.pid()
        if pid is not None:
            os.kill(pid, signal.SIGKILL)

    def qmp(self, command):
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.settimeout(20)
            monitor.connect(str(self.directory / "qmp"))
            monitor.sendall(b'{"execute":"qmp_capabilities"}\n' + command.encode() + b"\n")
            time.sleep(0.3)
            return monitor.recv(65536).decode()

    def direct_link(self, up):
        """The cable between the nodes, at this end."""
        state = "true" if up else "false"
        self.qmp('{"execute":"set_link","arguments":{"name":"direct","up":%s}}' % state)

    # --- its BMC ----------------------------------------------------------------------------------------

    def start_bmc(self):
        state = self.directory / "bmc"
        state.mkdir(exist_ok=True)
        start = self.directory / "power-on"
        start.write_text(f"#!/bin/sh\nexec {shlex.join(self.command())} >{self.directory}/qemu.log 2>&1 </dev/null\n")
        start.chmod(0o755)
        authentication = "".join(f"    allowed_auths_{who} none md2 md5 straight\n" for who in ("callback", "user", "operator", "admin"))
        (self.directory / "lan.conf").write_text(
            f'name "{self.name}"\nset_working_mc 0x20\n  startlan 1\n    addr 127.0.0.1 {layout.port("bmc", self.name)}\n'
            f"    priv_limit admin\n{authentication}    guid a123456789abcdefa123456789abcd0{layout.number(self.name)}\n  endlan\n"
            f"  serial 15 127.0.0.1 {layout.port('bmc-serial', self.name)} codec VM\n"
            f'  startcmd "{start}"\n  startnow false\n  poweroff_wait 5\n  kill_wait 3\n'
            f'  user 2 true "{layout.BMC_USER}" "{layout.BMC_PASSWORD}" operator 10 none md2 md5 straight\n'
        )
        (self.directory / "emulator").write_text(
            "mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\n"
            "sel_enable 0x20 1000 0x0a\nmc_enable 0x20\n"
        )
        with open(self.directory / "bmc.log", "ab") as log:
            process = subprocess.Popen(
                ["ipmi_sim", "-n", "-c", self.directory / "lan.conf", "-f", self.directory / "emulator", "-s", state],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )
        (self.directory / "bmc.pid").write_text(str(process.pid))

    def ipmi(self, *words, timeout=20):
        """The BMC's answer to ipmitool."""
        environment = {**os.environ, "IPMITOOL_PASSWORD": layout.BMC_PASSWORD}
        done = subprocess.run(
            ["ipmitool", "-I", "lanplus", "-H", "127.0.0.1", "-p", str(layout.port("bmc", self.name)),
             "-U", layout.BMC_USER, "-E", "-L", "OPERATOR", "-C", "3", *words],
            env=environment, capture_output=True, text=True, timeout=timeout,
        )
        return done.stdout + done.stderr

    def power(self, state):
        """on or off, at the BMC."""
        for _ in range(10):
            if "Chassis Power Control" in self.ipmi("chassis", "power", state):
                return
            time.sleep(0.5)
        raise LabError(f"the BMC of {self.name} does not switch {state}: {self.ipmi('chassis', 'power', 'status')}")

    # --- inside it ----------------------------------------------------------------------------------------

    def run(self, script, timeout=120):
        """Runs a script in it; what it said and its exit code, None if it did not answer."""
        try:
            with socket.create_connection(("127.0.0.1", layout.port("exec", self.name)), timeout=5) as port:
                port.settimeout(timeout)
                port.sendall(f"{script}\n#END\n".encode())
                said = b""
                while chunk := port.recv(65536):
                    said += chunk
        except OSError:
            return None, ""
        text, _, code = said.decode(errors="replace").rpartition("\nRC=")
        return (int(code), text) if code.strip().isdigit() else (None, text)

    def must(self, script, timeout=120):
        """As run, where anything but success is the end of the scenario."""
        code, said = self.run(script, timeout)
        if code != 0:
            raise LabError(f"on {self.name}: {script.strip().splitlines()[0]} ... ended with {code}: {said.strip()[-600:]}")
        return said

    def follow(self):
        """Writes down what it logs, from its start on, until it is off: it keeps no log of its own."""
        with socket.create_connection(("127.0.0.1", layout.port("exec", self.name)), timeout=5) as port:
            port.settimeout(None)
            port.sendall(b"exec journalctl -f -n all -o short-precise\n#END\n")
            with open(self.directory / "journal", "ab") as log:
                while chunk := port.recv(65536):
                    log.write(chunk)
                    log.flush()

    def answers(self):
        return self.run("true", timeout=5)[0] == 0

    def stop(self):
        """All of it, for good: first what would switch it on again."""
        for file, mark in (("bmc.pid", f"{self.directory}/lan.conf"), ("pid", f"lab-{self.name}")):
            path = self.directory / file
            pid = running(path, mark)
            if pid is not None:
                os.kill(pid, signal.SIGKILL)
            path.unlink(missing_ok=True)


def running(file, mark):
    """The process of a file, if it is still the one that was meant: its command line holds the mark."""
    try:
        pid = int(file.read_text())
        return pid if mark in open(f"/proc/{pid}/cmdline").read() else None
    except (OSError, ValueError):
        return None
