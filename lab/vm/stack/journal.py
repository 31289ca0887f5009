"""What the nodes themselves logged: where the time of a recovery went, and everything after a failure."""

import re
import shutil
import time

from stack import layout

# In the order in which they happen; of each the first after the loss counts.
STEPS = (
    (r"had: .* is lost: (.*)", "lost: {0}"),
    (r"is off, read back by (\S+)", "off, read back by {0}"),
    (r"had: Term (\d+) is open", "leads term {0}"),
    (r"had: plan: (.{0,60})", "plan: {0}..."),
    (r"had-fence-peer: (.*)", "DRBD: {0}"),
    (r"o2dlm: Begin recovery", "OCFS2 begins its recovery"),
    (r"ocfs2: Finish(ed|ing) recovery", "OCFS2 has ended its recovery"),
    (r"had: start of (\w+) on \w+: ok", "started {0}"),
)


def shares(node, since):
    """The steps of a recovery on a node, in seconds after a moment of the lab's clock."""
    before = time.time()
    code, guest = node.run("date +%s.%N", timeout=20)
    if code != 0:
        return []
    # The node's clock against ours, and ours against the one that scenarios count with.
    offset = float(guest) - (before + time.time()) / 2
    moment = time.time() - (time.monotonic() - since) + offset
    _, log = node.run(f"journalctl -o short-unix --no-pager --since=@{int(moment) - 1}", timeout=60)
    found = []
    seen = set()
    for line in log.splitlines():
        at, _, text = line.partition(" ")
        for pattern, words in STEPS:
            match = re.search(pattern, text)
            if match and words.format(*match.groups()) not in seen and (words.startswith("started") or pattern not in seen):
                try:
                    found.append((float(at) - moment, words.format(*match.groups())))
                except ValueError:
                    continue
                seen.update((pattern, words.format(*match.groups())))
    return found


def collect(lab, scenario):
    """Keeps what may explain a failure."""
    place = layout.RUN / "failed" / scenario
    place.mkdir(parents=True, exist_ok=True)
    for node in lab.each():
        for name, command in (
            ("kernel", "dmesg; xl dmesg"),
            ("state", "cat /proc/drbd; xl list; cat /proc/mounts; ls /var/log/xen; tail -n 20 /var/log/xen/*.log"),
        ):
            _, said = node.run(command, timeout=60) if node.pid() else (None, "off")
            (place / f"{node.name}.{name}").write_text(said)
        for name in ("journal", "console"):
            file = node.directory / name
            if file.exists():
                shutil.copy(file, place / f"{node.name}.{name}")
    _, said = lab.alice.run("hactl status -o wide", timeout=120) if lab.alice.pid() else (None, "off")
    (place / "status").write_text(said)
    print(f"  logs: {place}", flush=True)
