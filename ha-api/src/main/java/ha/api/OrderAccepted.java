package ha.api;

/**
 * An order is on record and survives; it is not carried out yet.
 *
 * @param cursor where to watch from ({@link Queries.OfProgress#since}); a page that says settled
 *     after it means that the order has been carried out as far as it can be
 * @param text what was accepted, one sentence
 */
public record OrderAccepted(String cursor, String text) {}
