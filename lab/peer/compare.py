#!/usr/bin/env python3
"""Times the same faults on had and on Corosync with Pacemaker, alternating, in one run.

compare.py [--crash 5] [--cut 3] [--move 3] [--token 1000] [--fence ns|ipmi] [--detection 1s ...]
           [--only had|peer] [--keep] [--out FILE]

Two labs of two nodes stand side by side: the same namespaces, the same power daemon, the same OCF
scripts (IPaddr2, then a Dummy), the same fence agent, the same observer (ICMP echo to the service address
from outside the nodes, every 20 ms; every 10 ms in moves). Each fault hits one stack, then the other.

Needs root, HA_HOME (an unpacked distribution; default: packaging/target/ha) and the peer's lab in
PEER_LAB (default: lab/peer in a directory "shared" beside the checkout). Raw figures go to FILE as JSON,
a table to standard output. Exit status 1 if a service started before its old node's power was off.
"""
import argparse
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time
from datetime import datetime, timezone

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEER_LAB = pathlib.Path(os.environ.get("PEER_LAB", ROOT.parent / "shared/lab/peer")).resolve()
os.environ.setdefault("HA_HOME", str(ROOT / "packaging/target/ha"))
os.environ.setdefault("PEERLAB_DIR", "/tmp/ha-compare")
sys.dont_write_bytecode = True
sys.path[:0] = [str(HERE), str(PEER_LAB)]

import lab as peer_lab  # noqa: E402
import measure  # noqa: E402
import obs  # noqa: E402
import prepare  # noqa: E402

mono = time.monotonic
REBOOT_DELAY_S = 4  # a fenced node comes back after the recovery that is being timed


def lab_command(*arguments):
    subprocess.run(
        [sys.executable, PEER_LAB / "lab.py", *arguments], check=True, stdout=subprocess.DEVNULL
    )


def fix_address(lab):
    """Gives the observer's bridge a hardware address of its own.

    Else it has the lowest of its ports' addresses, and when a node's port goes, answers are sent to an
    address that nobody has, until the survivor asks again: 5 s of silence that neither stack can help.
    """
    address = f"02:77:{lab.cfg['subnet']:02x}:ff:00:00"
    subprocess.run(["ip", "-n", lab.br, "link", "set", "br0", "address", address], check=True)


class HadLog:
    """What a node's had writes from now on, in monotonic time."""

    def __init__(self, lab, node):
        self.path = pathlib.Path(lab.dir) / node / "log/had.log"
        self.start = self.path.stat().st_size if self.path.exists() else 0
        self.offset = time.time() - mono()

    def lines(self):
        if not self.path.exists():
            return []
        found = []
        with open(self.path, errors="replace") as file:
            file.seek(self.start)
            for line in file:
                stamp, _, text = line.rstrip().partition(" ")
                try:
                    wall = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ")
                except ValueError:
                    continue
                seconds = wall.replace(tzinfo=timezone.utc).timestamp()
                found.append((seconds - self.offset, text))
        return found

    def first(self, pattern, after=0.0):
        expression = re.compile(pattern)
        return next((t for t, x in self.lines() if t >= after and expression.search(x)), None)

    def wait(self, pattern, patience, after=0.0):
        end = mono() + patience
        while mono() < end:
            found = self.first(pattern, after)
            if found is not None:
                return found
            time.sleep(0.05)
        return None


def power_off_at(lab, node, since):
    """When the power daemon had switched the node off, by its own record."""
    times = [
        e["t"]
        for e in map(json.loads, open(os.path.join(lab.dir, "events.jsonl")))
        if e["ev"] == "off" and e.get("node") == node and e["t0"] >= since - 0.1
    ]
    return min(times) if times else None


def since(t, t0):
    return None if t is None else round(t - t0, 3)


def await_answer(ping, after, patience):
    """Until the observer, who is starved like everybody else, has had an answer."""
    end = mono() + patience
    while mono() < end and not (ping.ok and ping.ok[-1][1] > after):
        time.sleep(0.05)


class Had:
    name = "had"

    def __init__(self, arguments):
        self.arguments = arguments
        self.lab_name = "h"

    def up(self):
        boot = str(HERE / "boot-had")
        lab_command(
            "up", "--name", self.lab_name, "--subnet", "21", "--nodes", "2", "--boot", boot, "--noboot"
        )
        self.lab = peer_lab.Lab(self.lab_name)
        fix_address(self.lab)
        timings = {k: getattr(self.arguments, k.replace("-", "_")) for k in prepare.DEFAULTS}
        prepare.prepare(self.lab.dir, self.arguments.fence, timings)
        if self.arguments.fence == "ipmi":
            import ipmi

            ipmi.start(self.lab)
        self.lab.ask(f"delay {REBOOT_DELAY_S}")
        for node in self.lab.nodes:
            self.lab.ask("on " + node)
        self.victim = self.lab.nodes[-1]
        self.stays = self.lab.nodes[0]
        self.address = f"10.77.{self.lab.cfg['subnet']}.100"

    def status(self, node):
        answer = self.lab.run(
            node, "curl", "-s", "-m", "5", "--unix-socket", "/run/had/api.sock",
            "http://had/v1/status", check=False,
        )
        try:
            return json.loads(answer.stdout)
        except ValueError:
            return None

    def place(self):
        """Where the address runs, once everything has settled; else None."""
        status = self.status(self.stays)
        if not status or not status.get("settled") or status.get("problems"):
            return None
        if {n["standing"] for n in status["nodes"]} != {"MEMBER"}:
            return None
        where = {}
        for child in status["resources"][0]["children"]:
            for instance in child["instances"]:
                if instance["state"] == "STARTED" and not instance["running"]:
                    where[child["id"]] = instance["node"]
        return where.get("vip") if where.get("vip") == where.get("d1") else None

    def settle(self, want=None, patience=120):
        end, good = mono() + patience, 0
        while mono() < end:
            if not self.lab.pid(self.victim) and end - mono() < patience - 15:
                self.lab.ask("on " + self.victim)  # whoever was off already is not switched on
            place = self.place()
            good = good + 1 if place and want in (None, place) else 0
            if good >= 2:
                return True
            time.sleep(0.6)
        return False

    def fault(self, kind):
        lab, victim = self.lab, self.victim
        if not self.settle(victim):
            return {"error": "not settled"}
        time.sleep(random.uniform(1.0, 2.0))
        log, other = HadLog(lab, self.stays), HadLog(lab, victim)
        ping = obs.Ping(lab.br, self.address)
        time.sleep(0.3)
        load = os.getloadavg()[0]
        t0 = lab.crash(victim) if kind == "crash" else lab.link(victim, "down")
        done = log.wait(r"start of d1 on \S+: ok", 45, t0)
        await_answer(ping, mono(), 5)
        ping.stop()
        gap = ping.gap(t0)
        off = power_off_at(lab, victim, t0)
        began = log.first(r"plan: start vip", t0)
        return {
            "load1": load,
            "lease_out": since(log.first(r"no authority: the lease ran out", t0), t0),
            "detected": since(log.first(rf"{victim} is lost|Left term \d+: lost {victim}", t0), t0),
            "fenced": since(log.first(rf"last man: {victim}|{victim} is off", t0), t0),
            "term_open": since(log.first(r"this node leads term", t0), t0),
            "start_begins": since(began, t0),
            "vip_started": since(log.first(r"start of vip on \S+: ok", t0), t0),
            "all_started": since(done, t0),
            "service_gap": round(gap[0], 3),
            "first_answer": since(gap[2], t0),
            "power_off": since(off, t0),
            # While its power goes off, a crashing node itself still answers.
            "started_before_off": unsafe(off, began, gap[2] if kind == "cut" else None),
            "victim_let_go": since(other.first(r"no authority", t0), t0) if kind == "cut" else None,
        }

    def move(self):
        lab = self.lab
        if not self.settle():
            return {"error": "not settled"}
        source = self.place()
        target = self.victim if source == self.stays else self.stays
        logs = [HadLog(lab, n) for n in lab.nodes]
        ping = obs.Ping(lab.br, self.address, 0.01)
        time.sleep(0.5)
        load, t0 = os.getloadavg()[0], mono()
        home = os.environ["HA_HOME"]
        lab.run(source, home + "/bin/hactl", "migrate", "service", "--to", target, "--no-wait", "--yes")
        returned, pattern = mono(), rf"start of vip on {target}: ok"
        end, done = mono() + 30, None
        while mono() < end and done is None:
            done = min(filter(None, (log.first(pattern, t0) for log in logs)), default=None)
            time.sleep(0.05)
        time.sleep(0.5)
        ping.stop()
        stop = rf"stop of vip on {source}: ok"
        return {
            "load1": load,
            "command": since(returned, t0),
            "ordered": since(
                min(filter(None, (l.first(r"plan: move vip", t0) for l in logs)), default=None), t0
            ),
            "stopped": since(min(filter(None, (l.first(stop, t0) for l in logs)), default=None), t0),
            "vip_started": since(done, t0),
            "service_gap": round(ping.gap(t0)[0], 3),
        }

    def down(self, keep):
        lab_command("down", "--name", self.lab_name, *(["--keep"] if keep else []))


class Collected:
    """Stands for the peer harness's output file: keeps its newest line."""

    def __init__(self):
        self.newest = None

    def write(self, line):
        self.newest = json.loads(line)

    def flush(self):
        pass


class Peer:
    name = "peer"

    def __init__(self, arguments):
        self.arguments = arguments
        self.lab_name = "q"

    def up(self):
        lab_command(
            "up", "--name", self.lab_name, "--subnet", "22", "--nodes", "2", "--wait",
            "--token", str(self.arguments.token),
        )
        self.lab = peer_lab.Lab(self.lab_name)
        fix_address(self.lab)
        if self.arguments.fence == "ipmi":
            import ipmi

            ipmi.start(self.lab)
        measure.L = self.lab
        measure.OUT = Collected()
        measure.say = lambda *a: None
        measure.settle()

    def fault(self, kind):
        began = mono()
        measure.fault(kind, 1, fencer=self.arguments.fence)
        figures = dict(measure.OUT.newest)
        victim = figures.get("victim")
        if victim is None:
            return figures
        off = power_off_at(self.lab, victim, began)
        # The harness counts from the fault, whose own time it does not hand out; of a crash the power
        # daemon's record has it.
        figures["detected"] = figures.pop("membership")
        figures["power_off_seen"] = off is not None
        return figures

    def move(self):
        measure.move(1, "movevip")
        figures = dict(measure.OUT.newest)
        return {
            "load1": figures["load1"],
            "command": figures["cli"],
            "stopped": figures["src_op"],
            "vip_started": figures["dst_op"],
            "service_gap": figures["service_gap"],
        }

    def down(self, keep):
        lab_command("down", "--name", self.lab_name, *(["--keep"] if keep else []))


def unsafe(off, began, answered):
    """Whether anything of the service began, or answered elsewhere, before the power was off."""
    if off is None:
        return True
    return any(t is not None and t < off for t in (began, answered))


STAGES = {
    "crash": ["detected", "fenced", "vip_started", "all_started", "service_gap"],
    "cut": ["detected", "fenced", "vip_started", "all_started", "service_gap"],
    "move": ["command", "ordered", "stopped", "vip_started", "service_gap"],
}


def spread(values):
    values = [v for v in values if v is not None]
    if not values:
        return "-"
    return f"{statistics.median(values):.2f} ({min(values):.2f} .. {max(values):.2f})"


def table(runs):
    lines = ["| fault | stage | " + " | ".join(("had", "peer", "peer / had")) + " |"]
    lines.append("|---|---|---|---|---|")
    for kind, stages in STAGES.items():
        good = {
            s: [r for r in runs if r["kind"] == kind and r["stack"] == s and "error" not in r]
            for s in ("had", "peer")
        }
        for stage in stages:
            own = [r.get(stage) for r in good["had"]]
            theirs = [r.get(stage) for r in good["peer"]]
            ratio = "-"
            if any(own) and any(theirs):
                medians = [statistics.median(filter(None, x)) for x in (theirs, own)]
                ratio = f"{medians[0] / medians[1]:.1f}"
            counted = f"{kind} ({len(own)} / {len(theirs)})"
            lines.append(f"| {counted} | {stage} | {spread(own)} | {spread(theirs)} | {ratio} |")
    loads = [r["load1"] for r in runs if "load1" in r]
    lines.append("")
    lines.append(f"Load (1 min): {spread(loads)}.")
    return "\n".join(lines)


def save(path, arguments, runs):
    text = json.dumps({"settings": vars(arguments), "runs": runs}, indent=1)
    pathlib.Path(path).write_text(text + "\n")


def run(stacks, arguments):
    runs = []
    plan = [(k, i) for k in STAGES for i in range(getattr(arguments, k))]
    for kind, number in plan:
        for stack in stacks:
            try:
                figures = stack.move() if kind == "move" else stack.fault(kind)
            except Exception as e:  # one failed run must not cost the others
                figures = {"error": repr(e)}
            figures = {**figures, "stack": stack.name, "kind": kind, "run": number}
            runs.append(figures)
            print(time.strftime("%T"), json.dumps(figures), file=sys.stderr, flush=True)
            save(arguments.out, arguments, runs)
    return runs


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for kind, count in (("crash", 5), ("cut", 3), ("move", 3)):
        parser.add_argument("--" + kind, type=int, default=count)
    parser.add_argument("--token", type=int, default=1000)
    parser.add_argument("--fence", choices=("ns", "ipmi"), default="ns")
    parser.add_argument("--only", choices=("had", "peer"))
    parser.add_argument("--keep", action="store_true", help="keep the logs")
    parser.add_argument("--out", default="compare.json")
    for name, value in prepare.DEFAULTS.items():
        parser.add_argument("--" + name, default=value)
    arguments = parser.parse_args()
    os.makedirs(os.environ["PEERLAB_DIR"], exist_ok=True)
    stacks = [s(arguments) for s in (Had, Peer) if arguments.only in (None, s.name)]
    started = []
    try:
        for stack in stacks:
            started.append(stack)
            stack.up()
        runs = run(stacks, arguments)
    finally:
        for stack in started:
            stack.down(arguments.keep)
    print(table(runs))
    if any(r.get("started_before_off") for r in runs):
        print("A service started before the power was off.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
