"""Where everything of the lab is: directories, ports, addresses."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PROJECT = HERE.parent.parent
LAB = Path(os.environ.get("LAB", "/var/tmp/ha-lab"))
IMAGE = LAB / "image"
RUN = LAB / "run"

# All on loopback; another base for a second lab beside the first.
BASE = int(os.environ.get("LAB_PORTS", "23000"))

NODES = ("alice", "bob")


def number(node):
    """1 or 2, as in the node's addresses."""
    return NODES.index(node) + 1


def other(node):
    return NODES[2 - number(node)]


def port(use, node):
    """The port of one use, of one node."""
    uses = ("exec", "bmc", "bmc-serial", "office", "wire", "direct")
    return BASE + 10 * (1 + uses.index(use)) + number(node)


def directory(node):
    return RUN / node


WIRE_CONTROL = RUN / "wire"
RECORDS = RUN / "records"
BMC_USER = "ha"
BMC_PASSWORD = "labsecret"
