package ha.agents.ip;

import ha.agents.net.PacketSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Packets that tell neighbours where an address is now: gratuitous ARP (RFC 5227, section 3) and
 * unsolicited neighbour advertisements (RFC 4861, section 7.2.6).
 */
final class Announcement {
  static final int ARP_REQUEST = 1;
  static final int ARP_REPLY = 2;
  private static final byte[] EVERYBODY = {-1, -1, -1, -1, -1, -1};

  /** Ethernet's form of ff02::1, all nodes (RFC 2464, section 7). */
  private static final byte[] ALL_NODES = {0x33, 0x33, 0, 0, 0, 1};

  private static final byte[] ALL_NODES_ADDRESS = {
    (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
  };

  private static final int ADVERTISEMENT_BYTES = 32;
  private static final int ICMP6 = 58;
  private static final byte NEIGHBOUR_ADVERTISEMENT = (byte) 136;
  private static final int OVERRIDE = 0x2000_0000;
  private static final byte TARGET_HARDWARE_ADDRESS = 2;

  private final InetAddress address;
  private final byte[] hardware;

  /**
   * @param hardware address of the interface that has it
   */
  Announcement(InetAddress address, byte[] hardware) {
    this.address = address;
    this.hardware = hardware.clone();
  }

  InetAddress address() {
    return address;
  }

  int protocol() {
    return address instanceof Inet4Address ? PacketSocket.ARP : PacketSocket.IPV6;
  }

  byte[] to() {
    return address instanceof Inet4Address ? EVERYBODY.clone() : ALL_NODES.clone();
  }

  /** What to send: some neighbours heed only requests, some only replies. */
  List<byte[]> packets() {
    byte[] ours = address.getAddress();
    return address instanceof Inet4Address
        ? List.of(
            arp(ARP_REQUEST, hardware, ours, new byte[6], ours),
            arp(ARP_REPLY, hardware, ours, hardware, ours))
        : List.of(advertisement(ours));
  }

  /** A packet of RFC 826 for Ethernet and IPv4. */
  static byte[] arp(int operation, byte[] fromHardware, byte[] from, byte[] toHardware, byte[] to) {
    return ByteBuffer.allocate(28)
        .putShort((short) 1)
        .putShort((short) 0x0800)
        .put((byte) 6)
        .put((byte) 4)
        .putShort((short) operation)
        .put(fromHardware)
        .put(from)
        .put(toHardware)
        .put(to)
        .array();
  }

  private byte[] advertisement(byte[] ours) {
    ByteBuffer message =
        ByteBuffer.allocate(ADVERTISEMENT_BYTES)
            .put(NEIGHBOUR_ADVERTISEMENT)
            .put((byte) 0)
            .putShort((short) 0)
            .putInt(OVERRIDE)
            .put(ours)
            .put(TARGET_HARDWARE_ADDRESS)
            .put((byte) 1)
            .put(hardware);
    message.putShort(2, checksum(ours, message.array()));
    return ByteBuffer.allocate(40 + ADVERTISEMENT_BYTES)
        .putInt(0x6000_0000)
        .putShort((short) ADVERTISEMENT_BYTES)
        .put((byte) ICMP6)
        .put((byte) 255)
        .put(ours)
        .put(ALL_NODES_ADDRESS)
        .put(message.array())
        .array();
  }

  /** Of RFC 4443, section 2.3: with the pseudo-header of RFC 8200, section 8.1. */
  private static short checksum(byte[] from, byte[] message) {
    ByteBuffer all =
        ByteBuffer.allocate(40 + message.length)
            .put(from)
            .put(ALL_NODES_ADDRESS)
            .putInt(message.length)
            .putInt(ICMP6)
            .put(message)
            .flip();
    int sum = 0;
    while (all.hasRemaining()) {
      sum += all.getShort() & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~sum;
  }
}
