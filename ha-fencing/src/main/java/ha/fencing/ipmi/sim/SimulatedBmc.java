package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.Codes;
import ha.fencing.ipmi.wire.Frame;
import ha.fencing.ipmi.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A BMC in software: IPMI 2.0 over UDP with cipher suites 3 and 17, accounts, sessions and chassis
 * commands. Works with {@code ipmitool -I lanplus} and {@code fence_ipmilan}. Thread-safe; runs
 * until closed.
 */
public final class SimulatedBmc implements AutoCloseable {
  private final DatagramSocket socket;
  private final BmcPower power;
  private final BmcSessions sessions;
  private final BmcCommands commands;
  private final AtomicBoolean forget = new AtomicBoolean();
  private final Random random;
  private final Thread thread;
  private volatile BmcFaults faults = BmcFaults.NONE;

  private SimulatedBmc(DatagramSocket socket, Options options) {
    byte[] guid = "simulated-bmc-01".getBytes(StandardCharsets.US_ASCII);
    this.socket = socket;
    this.power = new BmcPower(options.power);
    this.sessions = new BmcSessions(options.users, options.kg, guid);
    this.commands = new BmcCommands(power, guid);
    this.random = new Random(options.seed);
    this.thread = Thread.ofPlatform().daemon().name("bmc-" + port()).unstarted(this::serve);
  }

  /** What a BMC is made of. Not for use by several threads at once. */
  public static final class Options {
    private final PowerSwitch power;
    private final List<BmcUser> users;
    private byte[] kg = new byte[0];
    private InetSocketAddress address =
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private long seed = 1;

    private Options(PowerSwitch power, List<BmcUser> users) {
      this.power = power;
      this.users = List.copyOf(users);
    }

    /** Where to listen; a free port of 127.0.0.1 by default. */
    public Options listen(InetSocketAddress where) {
      address = where;
      return this;
    }

    /** The BMC's key Kg; none by default, so that passwords stand for it. */
    public Options kg(byte[] key) {
      kg = key.clone();
      return this;
    }

    /** Seed of the losses. */
    public Options seed(long value) {
      seed = value;
      return this;
    }

    /**
     * Starts the BMC.
     *
     * @throws UncheckedIOException if the address cannot be used
     */
    public SimulatedBmc start() {
      try {
        SimulatedBmc bmc = new SimulatedBmc(new DatagramSocket(address), this);
        bmc.thread.start();
        return bmc;
      } catch (IOException e) {
        throw new UncheckedIOException("simulated BMC cannot listen on " + address, e);
      }
    }
  }

  /** A BMC for this power switch and these accounts. */
  public static Options of(PowerSwitch power, BmcUser... users) {
    return new Options(power, List.of(users));
  }

  /** UDP port. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Replaces the faults. */
  public void faults(BmcFaults now) {
    faults = now;
  }

  /** Answers the next chassis commands, reading power included, with "node busy". */
  public void busyFor(int count) {
    commands.busyFor(count);
  }

  /** Forgets every session, as a restarted BMC does. */
  public void restart() {
    forget.set(true);
  }

  /** How many power commands were executed or, where it lies, accepted. */
  public int powerCommands() {
    return power.commands();
  }

  private void serve() {
    byte[] buffer = new byte[2048];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        BmcFaults now = faults;
        if (forget.getAndSet(false)) {
          sessions.clear();
        }
        if (now.dead() || lost(now)) {
          continue;
        }
        SocketAddress from = packet.getSocketAddress();
        answer(Arrays.copyOf(buffer, packet.getLength()), now).ifPresent(a -> send(a, from, now));
      } catch (IOException e) {
        // A closed socket ends the loop; an unreachable console is its own trouble.
      }
    }
  }

  private boolean lost(BmcFaults now) {
    return now.lossPercent() > 0 && random.nextInt(100) < now.lossPercent();
  }

  private Optional<byte[]> answer(byte[] datagram, BmcFaults now) {
    return Frame.parse(datagram)
        .flatMap(frame ->
            switch (frame) {
              case Frame.Ping(int tag) ->
                  now.pingless() ? Optional.empty() : Optional.of(Frame.pong(tag));
              case Frame.Pong pong -> Optional.empty();
              case Frame.Sessionless bare ->
                  Message.parse(bare.message())
                      .map(m -> commands.answer(m, Optional.empty(), now))
                      .map(m -> Frame.sessionless(m.bytes()));
              case Frame.Plus plus -> plus(plus, now);
            });
  }

  private Optional<byte[]> plus(Frame.Plus frame, BmcFaults now) {
    if (frame.type() != Codes.IPMI) {
      return frame.bare() ? sessions.answer(frame, now) : Optional.empty();
    }
    if (frame.bare()) {
      return Message.parse(frame.payload())
          .map(m -> commands.answer(m, Optional.empty(), now))
          .map(m -> Frame.bare(Codes.IPMI, m.bytes()));
    }
    return sessions.active(frame.session()).flatMap(session -> inSession(session, frame, now));
  }

  private Optional<byte[]> inSession(BmcSession session, Frame.Plus frame, BmcFaults now) {
    Optional<Message> request =
        session
            .cipher
            .orElseThrow()
            .open(frame)
            .filter(p -> session.window.accept(frame.sequence()) || now.sloppy())
            .flatMap(Message::parse);
    if (request.isEmpty()) {
      return Optional.empty();
    }
    session.lastUsedNanos = System.nanoTime();
    Message answer = commands.answer(request.get(), Optional.of(session), now);
    if (request.get().networkFunction() == Codes.APPLICATION
        && request.get().command() == Codes.CLOSE_SESSION) {
      sessions.remove(session);
    }
    session.sequence++;
    return Optional.of(
        session
            .cipher
            .orElseThrow()
            .seal(Codes.IPMI, session.console, session.sequence, answer.bytes()));
  }

  private void send(byte[] answer, SocketAddress to, BmcFaults now) {
    if (lost(now)) {
      return;
    }
    if (now.replyDelay().isZero()) {
      sendNow(answer, to, now);
      return;
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            TimeUnit.NANOSECONDS.sleep(now.replyDelay().toNanos());
            sendNow(answer, to, now);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void sendNow(byte[] answer, SocketAddress to, BmcFaults now) {
    try {
      socket.send(new DatagramPacket(answer, answer.length, to));
      if (now.duplicate()) {
        socket.send(new DatagramPacket(answer, answer.length, to));
      }
    } catch (IOException e) {
      // The console is gone or the BMC is closed: nobody is left to tell.
    }
  }

  @Override
  public void close() {
    socket.close();
    power.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
