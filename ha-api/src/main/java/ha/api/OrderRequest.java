package ha.api;

/** Carries an order. */
public record OrderRequest(Order order) {}
