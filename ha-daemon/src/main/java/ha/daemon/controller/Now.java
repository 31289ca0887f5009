package ha.daemon.controller;

import ha.model.MonoTime;
import java.time.Instant;

/**
 * The moment of a step.
 *
 * @param mono for delays and resends
 * @param wall for people, and for rules about dates
 * @param mayAct whether this node holds its lease at this moment: as leader towards the quorum, as
 *     follower towards the leader
 */
public record Now(MonoTime mono, Instant wall, boolean mayAct) {}
