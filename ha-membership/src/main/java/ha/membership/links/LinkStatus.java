package ha.membership.links;

import ha.model.NodeName;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How one link to one peer does.
 *
 * @param link index of the link, from 0, in the order of the configuration
 * @param up whether something authentic came over it within the link timeout
 * @param silence time since something authentic came over it; empty if nothing ever did
 * @param roundTrip smoothed round-trip time; empty until measured
 * @param received authentic datagrams that came over it
 * @param sent datagrams handed to the system for it
 * @param notSent datagrams that the system did not take: buffer full, no route, link down
 */
public record LinkStatus(
    NodeName peer,
    int link,
    InetSocketAddress local,
    InetSocketAddress remote,
    boolean up,
    Optional<Duration> silence,
    Optional<Duration> roundTrip,
    long received,
    long sent,
    long notSent) {}
