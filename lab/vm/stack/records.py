"""What the machines told of the records that they wrote, and whether it is all there."""

import re
from collections import defaultdict

from stack import layout
from stack.machine import LabError

LINE = re.compile(r"([0-9.]+) (\w+) rec (\w+) ([0-9a-f]+) (\d+)$")
SECTOR = 512  # a record has one of its own
GAP = 1.0  # s without a record before it counts as an interruption


class Told:
    """One record: when, from which node, which run of the machine, its number."""

    def __init__(self, at, node, boot, number):
        self.at, self.node, self.boot, self.number = at, node, boot, number


def told(machine=None):
    """All that was heard, in sequence: machine -> list of Told."""
    heard = defaultdict(list)
    for line in layout.RECORDS.read_text().splitlines():
        if found := LINE.match(line):
            at, node, name, boot, number = found.groups()
            heard[name].append(Told(float(at), node, boot, int(number)))
    return heard[machine] if machine else heard


def latest(machine):
    heard = told(machine)
    return heard[-1] if heard else None


def gaps(machine, since):
    """The interruptions of a machine since a moment: (from, to, node before, node after)."""
    heard = told(machine)
    return [
        (before.at, after.at, before.node, after.node)
        for before, after in zip(heard, heard[1:])
        if after.at >= since and after.at - before.at > GAP
    ]


def violations(machine, heard, disk):
    """What is wrong: two that write, numbers twice, or a record that was told and is not on the disk.

    heard is what it had told before disk was read, disk what it holds: a line "rec NAME BOOT NUMBER" a record.
    """
    wrong = []
    seen = {}
    ended = set()
    current = None
    for record in heard:
        if record.boot != current:
            if record.boot in ended:
                wrong.append(f"{machine}: run {record.boot} goes on at {record.number} after run {current} had begun: two writers")
            if current:
                ended.add(current)
            current = record.boot
        if record.number in seen and seen[record.number] != record.boot:
            wrong.append(f"{machine}: record {record.number} was told by runs {seen[record.number]} and {record.boot}")
        seen[record.number] = record.boot
    on_disk = {int(number): boot for name, boot, number in re.findall(r"rec (\w+) ([0-9a-f]+) (\d+)", disk) if name == machine}
    for number, boot in seen.items():
        if on_disk.get(number) != boot:
            wrong.append(f"{machine}: record {number} of run {boot} was acknowledged and is {'lost' if number not in on_disk else 'overwritten by run ' + on_disk[number]}")
    return wrong[:10]


def check(lab, machines):
    """Of a cluster that runs: no acknowledged record lost, never two writers."""
    node = next(n for n in lab.each() if n.pid() and n.run("mountpoint -q /srv/xen", timeout=20)[0] == 0)
    heard = {machine: told(machine) for machine in machines}
    # Read past the page cache of this node; the machine may be writing from the other. As far as it
    # has told, and a little further.
    disk = node.must(
        "".join(
            f"dd if=/srv/xen/{machine}.img bs=64k count={max((r.number for r in records), default=0) * SECTOR // 65536 + 2}"
            " iflag=direct 2>/dev/null | tr -d '\\0'\n"
            for machine, records in heard.items()
        ),
        timeout=240,
    )
    wrong = [wrong for machine, records in heard.items() for wrong in violations(machine, records, disk)]
    if wrong:
        raise LabError("records: " + "; ".join(wrong))
    return {machine: len(records) for machine, records in heard.items()}
