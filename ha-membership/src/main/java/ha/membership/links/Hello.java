package ha.membership.links;

import ha.model.Incarnation;
import ha.model.NodeName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * How two processes prove to each other that they are alive: each draws a challenge for the other,
 * and takes its datagrams only after the challenge came back in one of them. What was captured from
 * a dead process can never hold it.
 *
 * @param answer whether the sender does not know yet that we take its datagrams
 * @param challenge drawn by the sender for us
 * @param echo the challenge that we drew for the sender, as far as it has come
 * @param echoOf session of ours in which that challenge came
 * @param known session of ours that the sender takes datagrams of
 */
record Hello(
    String cluster,
    Identity sender,
    boolean answer,
    Salt challenge,
    Salt echo,
    Salt echoOf,
    Salt known) {
  static final int LONGEST_NAME = 200;
  private static final int FIXED = 1 + 4 * Salt.BYTES + 8 + 16 + 2;

  byte[] encode() {
    byte[] name = Bytes.utf8(sender.name().value());
    byte[] clusterName = Bytes.utf8(cluster);
    ByteBuffer out = ByteBuffer.allocate(FIXED + name.length + clusterName.length);
    out.put((byte) (answer ? 1 : 0));
    for (Salt salt : new Salt[] {challenge, echo, echoOf, known}) {
      out.putLong(salt.high()).putLong(salt.low());
    }
    out.putLong(sender.incarnation().number());
    UUID address = sender.address();
    out.putLong(address.getMostSignificantBits()).putLong(address.getLeastSignificantBits());
    out.put((byte) name.length).put(name);
    out.put((byte) clusterName.length).put(clusterName);
    return out.array();
  }

  /** Reads an authentic body; empty if it is none. */
  static Optional<Hello> decode(byte[] bytes, int offset, int length) {
    if (length < FIXED) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    boolean answer = in.get() != 0;
    Salt challenge = salt(in);
    Salt echo = salt(in);
    Salt echoOf = salt(in);
    Salt known = salt(in);
    Incarnation incarnation = new Incarnation(in.getLong());
    UUID address = new UUID(in.getLong(), in.getLong());
    Optional<String> name = text(in);
    Optional<String> cluster = text(in);
    if (name.isEmpty() || cluster.isEmpty() || in.hasRemaining()) {
      return Optional.empty();
    }
    try {
      Identity sender = new Identity(new NodeName(name.get()), incarnation, address);
      return Optional.of(new Hello(cluster.get(), sender, answer, challenge, echo, echoOf, known));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Salt salt(ByteBuffer in) {
    return new Salt(in.getLong(), in.getLong());
  }

  private static Optional<String> text(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return Optional.empty();
    }
    int length = in.get() & 0xff;
    if (length == 0 || length > LONGEST_NAME || length > in.remaining()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
