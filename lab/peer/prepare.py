#!/usr/bin/env python3
"""Writes what had needs to run in the nodes of a namespace lab: key, definitions, a file for each node.

prepare.py LAB_DIRECTORY [--fence ns|ipmi] [--detection 1s ...] [--victim NODE] [--dummies N]

The lab must have been made (lab.py up --noboot --boot boot-had): its lab.json says how many nodes there
are and which network they have. HA_HOME names the unpacked distribution.
"""
import argparse
import json
import os
import pathlib
import subprocess

DEFAULTS = {"heartbeat": "100ms", "detection": "1s", "lease": "800ms", "fence-delay": "1s"}


def nodes_of(lab):
    settings = json.loads((lab / "lab.json").read_text())
    return [f"n{i + 1}" for i in range(settings["n"])], f"10.77.{settings['subnet']}"


def fence_device(lab, net, node, kind):
    """A device of its own for each node: fence_ns asks the lab's power daemon, ipmi its ipmi_sim."""
    if kind == "ns":
        return f"{{agent: fence_ns, sock: {lab}/power.sock}}"
    number = 200 + int(node[1:])
    return f"{{agent: ipmi, address: {net}.{number}, user: admin, password-file: bmc-password}}"


def definitions(lab, kind, timings, victim, dummies):
    """The group that the peer gets as well: a service address and a Dummy behind it, preferring victim.

    Of two nodes that lose each other the one with the service would go on, and nothing would have to
    start anywhere. Priority -1 takes that weight off it, and preference lets the other node go on, as the
    peer is told to by its delays.
    """
    nodes, net = nodes_of(lab)
    victim = victim or nodes[-1]
    lines = ["cluster:", "  name: lab"]
    lines += [f"  {key}: {value}" for key, value in timings.items()]
    lines.append("nodes:")
    for i, node in enumerate(nodes):
        preference = 0 if node == victim else 1
        lines.append(
            f"  {node}: {{links: [{net}.{i + 1}], fence: [{node}-power], preference: {preference}}}"
        )
    lines.append("fence-devices:")
    lines += [f"  {n}-power: {fence_device(lab, net, n, kind)}" for n in nodes]
    lines.append("resources:")
    if dummies:
        lines += [f"  d{i:03d}: {{agent: 'ocf:pacemaker:Dummy'}}" for i in range(dummies)]
    else:
        lines += [
            "  service:",
            f"    prefers: {{{victim}: 100}}",
            "    priority: -1",
            "    group:",
            "      vip:",
            "        agent: ocf:heartbeat:IPaddr2",
            f"        with: {{ip: {net}.100, cidr_netmask: '24', nic: eth0}}",
            "      d1: {agent: 'ocf:pacemaker:Dummy'}",
        ]
    lines.append("defaults: {resources: {stickiness: 1}}")
    return "\n".join(lines) + "\n"


def prepare(lab, kind="ns", timings=None, victim=None, dummies=0, home=None):
    lab = pathlib.Path(lab)
    home = pathlib.Path(home or os.environ["HA_HOME"])
    shared = lab / "had"
    shared.mkdir(mode=0o700, exist_ok=True)
    key = shared / "key"
    if not key.exists():
        subprocess.run([home / "bin/had", "--create-key", key], check=True, stdout=subprocess.DEVNULL)
    password = shared / "bmc-password"
    password.write_text("secret")
    password.chmod(0o600)
    text = definitions(lab, kind, {**DEFAULTS, **(timings or {})}, victim, dummies)
    (shared / "cluster.yaml").write_text(text)
    for node in nodes_of(lab)[0]:
        own = lab / node / "had"
        own.mkdir(mode=0o700, exist_ok=True)
        (own / "had.yaml").write_text(
            f"node: {node}\n"
            "state-directory: state\n"
            "run-directory: /run/had\n"
            f"key-file: {key}\n"
            f"cluster-file: {shared}/cluster.yaml\n"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lab", help="the lab's directory")
    parser.add_argument("--fence", choices=("ns", "ipmi"), default="ns")
    parser.add_argument("--victim", help="node that the service prefers (default: the last)")
    parser.add_argument("--dummies", type=int, default=0, help="so many Dummies instead of the service")
    for name, value in DEFAULTS.items():
        parser.add_argument(f"--{name}", default=value)
    a = parser.parse_args()
    timings = {name: getattr(a, name.replace("-", "_")) for name in DEFAULTS}
    prepare(a.lab, a.fence, timings, a.victim, a.dummies)


if __name__ == "__main__":
    main()
