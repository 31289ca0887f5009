package ha.daemon.controller;

import ha.model.json.Json;

/** The form in which a {@link NodeReport} travels through the agreement. */
public final class Reports {
  private Reports() {}

  /** {@code report} as text. */
  public static String write(NodeReport report) {
    return Json.text(report);
  }

  /** Reads what {@link #write} wrote; an empty text is a node that has nothing to report. */
  static NodeReport read(String text) {
    return text.isEmpty() ? NodeReport.EMPTY : Json.read(text, NodeReport.class);
  }
}
