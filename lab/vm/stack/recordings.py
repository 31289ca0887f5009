"""What the real tools say, kept for the agents' doubles: lab/vm/recordings/STATE/NODE.NAME."""

import re

from stack import layout

COMMANDS = {
    "drbd-events2": "drbdsetup events2 --now all",
    "drbd-status": "drbdadm status all",
    "drbd-get-gi": "drbdadm get-gi r0",
    "drbd-proc": "cat /proc/drbd",
    "xl-list": "xl list -v",
    "xl-info": "xl info",
    "mounts": "grep -E 'drbd|ocfs2|dlm|configfs' /proc/self/mountinfo",
    "o2cb-clusters": "o2cb list-clusters; for c in $(o2cb list-clusters); do o2cb list-nodes $c; done",
    "o2cb-configfs": "cd /sys/kernel/config && find . -type f -path '*cluster*' | sort | while read f; do echo \"$f: $(cat $f 2>&1 | head -c 200)\"; done",
    "ocfs2-stack": "cat /sys/fs/ocfs2/cluster_stack /sys/fs/ocfs2/active_cluster_plugin /sys/fs/ocfs2/loaded_cluster_plugins 2>&1",
    "ipmi-power": "ipmitool -I lanplus -H 10.0.9.{other} -U ha -P labsecret -L OPERATOR -C 3 chassis power status; echo \"exit $?\"",
}


MARK = "#### "


def place_of(state):
    place = layout.RUN / "recordings" / re.sub(r"[^a-z0-9]+", "-", state)
    place.mkdir(parents=True, exist_ok=True)
    return place


def words(run, state, node, name, command):
    """What one command says, which need not succeed."""
    code, said = node.run(command, timeout=120)
    (place_of(state) / f"{node.name}.{name}").write_text(f"{said.rstrip()}\n# exit {code}\n")
    run.say(f"{name} on {node.name} ended with {code}")
    return code


def record(run, state):
    """All of it, of the nodes that are on, as they are now."""
    place = place_of(state)

    def ask(node):
        other = str(3 - layout.number(node.name))
        script = "".join(
            f"echo '{MARK}{name}'\n( {command.replace('{other}', other)} ) 2>&1\necho \"# exit $?\"\n"
            for name, command in COMMANDS.items()
        )
        _, said = node.run(script, timeout=180)
        for part in said.split(MARK)[1:]:
            name, _, text = part.partition("\n")
            (place / f"{node.name}.{name}").write_text(text)

    run.lab.together(ask, [node for node in run.lab.each() if node.pid() is not None])
    run.say(f"recorded: {place}")
