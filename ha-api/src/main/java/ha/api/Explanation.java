package ha.api;

import ha.model.plan.Answer;
import ha.model.plan.Decision;
import java.time.Instant;
import java.util.List;

/**
 * Why a resource or a node is as it is: from the reasons recorded when it was decided.
 *
 * @param subject what was asked about
 * @param at moment of the decision (UTC)
 * @param revision of the definitions it was made with
 * @param answers for people: one for each resource that the name means, or one for a node
 * @param decisions behind them, with every score; one for each instance, none for a node
 * @param lately what happened to it lately, the oldest first
 */
public record Explanation(
    String subject,
    Instant at,
    long revision,
    List<Answer> answers,
    List<Decision> decisions,
    List<Event> lately) {
  public Explanation {
    answers = List.copyOf(answers);
    decisions = List.copyOf(decisions);
    lately = List.copyOf(lately);
  }

  /**
   * Something that happened.
   *
   * @param text what, and why
   */
  public record Event(Instant at, String text) {}
}
