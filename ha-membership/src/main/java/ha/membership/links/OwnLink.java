package ha.membership.links;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The socket on which we are reached over one link. */
final class OwnLink {
  private static final Logger LOG = LoggerFactory.getLogger(OwnLink.class);
  private static final int RECEIVE_BUFFER = 2 << 20;

  final int index;
  final InetSocketAddress address;
  private @Nullable DatagramChannel channel;

  OwnLink(int index, InetSocketAddress address) {
    this.index = index;
    this.address = address;
  }

  @Nullable DatagramChannel channel() {
    return channel;
  }

  /**
   * Opens the socket unless it is open.
   *
   * @return whether it is open now; if not, this machine lacks the address at the moment
   * @throws LinksException if another process holds the port
   */
  boolean ensureOpen(Selector selector, Object attachment) throws LinksException {
    if (channel != null) {
      return true;
    }
    DatagramChannel opened = null;
    try {
      opened = DatagramChannel.open();
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      opened.bind(address);
      opened.register(selector, SelectionKey.OP_READ, attachment);
      channel = opened;
      LOG.info("link {}: listening on {}", index, address);
      return true;
    } catch (IOException e) {
      Lane.close(opened);
      if (machineHasAddress()) {
        throw new LinksException(
            "link "
                + index
                + ": cannot listen on "
                + address
                + ": "
                + e.getMessage()
                + "; is the daemon running already, or another program on this UDP port?",
            e);
      }
      return false;
    }
  }

  private boolean machineHasAddress() {
    try (DatagramChannel any = DatagramChannel.open()) {
      any.bind(new InetSocketAddress(address.getAddress(), 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void close() {
    Lane.close(channel);
    channel = null;
  }
}
