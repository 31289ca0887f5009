"""The office network: a switch between the nodes, on which their BMCs are too, and which can be cut.

A process of its own: python3 -m stack.wire. Frames come and go as UDP datagrams on loopback, one a
frame. What the machines tell of their records is written down here with the time. Commands, one a
datagram, on a Unix socket: "cut WHAT", "restore WHAT", "restore all", where WHAT is "office" (no
frame from node to node), "port-NODE" (nothing to or from it) or "bmc-NODE" (that BMC is dead).
"""

import os
import selectors
import signal
import socket
import struct
import time

from stack import layout

EVERYBODY = b"\xff" * 6
ARP, IPV4, RECORDS = 0x0806, 0x0800, 0x88B5
UDP = 17
IPMI = 623


class Wire:
    def __init__(self):
        self.selector = selectors.DefaultSelector()
        self.cuts = set()
        self.where = {}  # hardware address -> node
        self.ports = {}
        self.sessions = {}  # who asks which BMC from where -> our socket to the BMC
        self.records = open(layout.RECORDS, "a", buffering=1)
        for node in layout.NODES:
            port = self.listen(("127.0.0.1", layout.port("wire", node)))
            self.ports[node] = port
            self.on(port, lambda port=port, node=node: self.frame(node, port.recv(65536)))
        layout.WIRE_CONTROL.unlink(missing_ok=True)
        control = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        control.bind(str(layout.WIRE_CONTROL))
        self.on(control, lambda: self.command(control.recv(256).decode().split()))

    @staticmethod
    def listen(address):
        port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        port.bind(address)
        return port

    def on(self, port, action):
        port.setblocking(False)
        self.selector.register(port, selectors.EVENT_READ, action)

    def run(self):
        while True:
            for key, _ in self.selector.select():
                try:
                    key.data()
                except (BlockingIOError, ConnectionRefusedError):
                    pass  # a node that is off refuses what is sent to it

    def command(self, words):
        if words == ["restore", "all"]:
            self.cuts.clear()
        elif words[0] == "cut":
            self.cuts.add(words[1])
        else:
            self.cuts.discard(words[1])

    def send(self, node, frame):
        if f"port-{node}" not in self.cuts:
            try:
                self.ports[node].sendto(frame, ("127.0.0.1", layout.port("office", node)))
            except (BlockingIOError, ConnectionRefusedError):
                pass

    def frame(self, node, frame):
        if f"port-{node}" in self.cuts or len(frame) < 14:
            return
        to, sender, kind = frame[:6], frame[6:12], struct.unpack("!H", frame[12:14])[0]
        self.where[sender] = node
        if kind == RECORDS:
            text = frame[14:].split(b"\n")[0].decode(errors="replace")
            self.records.write(f"{time.monotonic():.3f} {node} {text}\n")
            return
        if kind == ARP and self.arp(node, frame):
            return
        if kind == IPV4 and self.ipmi(node, frame):
            return
        if "office" not in self.cuts:
            target = self.where.get(to)
            for other in layout.NODES:
                if other != node and (target is None or target == other):
                    self.send(other, frame)

    # --- the BMCs: addresses 10.0.9.1 and 10.0.9.2 --------------------------------------------------

    @staticmethod
    def bmc_of(address):
        numbers = tuple(address)
        return layout.NODES[numbers[3] - 1] if numbers[:3] == (10, 0, 9) and 1 <= numbers[3] <= 2 else None

    @staticmethod
    def hardware(bmc):
        return bytes([0x52, 0x54, 0, 0, 9, layout.number(bmc)])

    def arp(self, node, frame):
        operation = struct.unpack("!H", frame[20:22])[0]
        asker, asked = frame[22:32], frame[38:42]
        bmc = self.bmc_of(asked)
        if bmc is None:
            return False
        if operation == 1 and f"bmc-{bmc}" not in self.cuts:
            answer = frame[14:20] + struct.pack("!H", 2) + self.hardware(bmc) + asked + asker
            self.send(node, frame[6:12] + self.hardware(bmc) + struct.pack("!H", ARP) + answer)
        return True

    def ipmi(self, node, frame):
        header = (frame[14] & 15) * 4
        source, target = frame[26:30], frame[30:34]
        bmc = self.bmc_of(target)
        if bmc is None:
            return False
        if frame[23] != UDP or f"bmc-{bmc}" in self.cuts:
            return True
        udp = frame[14 + header :]
        source_port, target_port, length = struct.unpack("!HHH", udp[:6])
        if target_port != IPMI:
            return True
        key = (node, source, source_port, bmc)
        relay = self.sessions.get(key)
        if relay is None:
            relay = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            relay.connect(("127.0.0.1", layout.port("bmc", bmc)))
            self.sessions[key] = relay
            to = (node, frame[6:12], source, source_port)
            self.on(relay, lambda: self.answer(bmc, relay.recv(65536), *to))
        try:
            relay.send(udp[8:length])
        except ConnectionRefusedError:
            pass
        return True

    def answer(self, bmc, payload, node, hardware, address, port):
        if f"bmc-{bmc}" in self.cuts:
            return
        source = bytes([10, 0, 9, layout.number(bmc)])
        # Checksum 0: none, which IPv4 permits of UDP.
        udp = struct.pack("!HHHH", IPMI, port, 8 + len(payload), 0) + payload
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, UDP, 0) + source + address
        total = sum(struct.unpack("!10H", ip))
        while total >> 16:
            total = (total & 0xFFFF) + (total >> 16)
        ip = ip[:10] + struct.pack("!H", ~total & 0xFFFF) + ip[12:]
        self.send(node, hardware + self.hardware(bmc) + struct.pack("!H", IPV4) + ip + udp)


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    (layout.RUN / "wire.pid").write_text(str(os.getpid()))
    Wire().run()


if __name__ == "__main__":
    main()
