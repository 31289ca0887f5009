package ha.fencing.ipmi.sim;

import ha.fencing.ipmi.wire.CipherSuite;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a simulated BMC misbehaves; may be replaced at any moment.
 *
 * @param dead answers nothing
 * @param lossPercent of the datagrams of each direction that vanish, 0 to 100
 * @param duplicate answers everything twice
 * @param replyDelay every answer comes so much later
 * @param commandTime every chassis command blocks the whole BMC for so long
 * @param lying accepts power commands and does nothing
 * @param powerDropDelay power changes so long after the command was accepted
 * @param restartDrop each further power-down starts {@code powerDropDelay} anew
 * @param wrongPassword behaves as if every account had another password
 * @param sessionLimit most sessions at one time
 * @param chassisCompletion answer to chassis control instead of doing it; 0 to do it
 * @param suites that are offered
 * @param forgetful takes a new random number at each RAKP message 1, repeated or not
 * @param sloppy executes a repeated datagram again, instead of dropping it
 * @param pingless does not answer presence pings
 */
public record BmcFaults(
    boolean dead,
    int lossPercent,
    boolean duplicate,
    Duration replyDelay,
    Duration commandTime,
    boolean lying,
    Duration powerDropDelay,
    boolean restartDrop,
    boolean wrongPassword,
    int sessionLimit,
    int chassisCompletion,
    Set<CipherSuite> suites,
    boolean forgetful,
    boolean sloppy,
    boolean pingless) {
  /** A BMC without fault. */
  public static final BmcFaults NONE =
      new BmcFaults(
          false,
          0,
          false,
          Duration.ZERO,
          Duration.ZERO,
          false,
          Duration.ZERO,
          false,
          false,
          16,
          0,
          EnumSet.allOf(CipherSuite.class),
          true,
          false,
          false);

  public BmcFaults {
    suites = Set.copyOf(suites);
    if (lossPercent < 0 || lossPercent > 100) {
      throw new IllegalArgumentException("loss of " + lossPercent + " % must be from 0 to 100");
    }
  }

  /** A BMC that answers nothing. */
  public static BmcFaults deadOne() {
    return NONE.edit().dead(true).done();
  }

  /** A BMC that loses datagrams of each direction. */
  public static BmcFaults losing(int percent) {
    return NONE.edit().lossPercent(percent).done();
  }

  /** A BMC that accepts power commands and does nothing. */
  public static BmcFaults lyingOne() {
    return NONE.edit().lying(true).done();
  }

  /** A copy to change. */
  public Edit edit() {
    return new Edit(this);
  }

  /** A copy of faults with some of them changed. Not for use by several threads at once. */
  public static final class Edit {
    private boolean dead;
    private int lossPercent;
    private boolean duplicate;
    private Duration replyDelay;
    private Duration commandTime;
    private boolean lying;
    private Duration powerDropDelay;
    private boolean restartDrop;
    private boolean wrongPassword;
    private int sessionLimit;
    private int chassisCompletion;
    private Set<CipherSuite> suites;
    private boolean forgetful;
    private boolean sloppy;
    private boolean pingless;

    private Edit(BmcFaults from) {
      dead = from.dead;
      lossPercent = from.lossPercent;
      duplicate = from.duplicate;
      replyDelay = from.replyDelay;
      commandTime = from.commandTime;
      lying = from.lying;
      powerDropDelay = from.powerDropDelay;
      restartDrop = from.restartDrop;
      wrongPassword = from.wrongPassword;
      sessionLimit = from.sessionLimit;
      chassisCompletion = from.chassisCompletion;
      suites = from.suites;
      forgetful = from.forgetful;
      sloppy = from.sloppy;
      pingless = from.pingless;
    }

    /** Sets {@link BmcFaults#dead}. */
    public Edit dead(boolean value) {
      dead = value;
      return this;
    }

    /** Sets {@link BmcFaults#lossPercent}. */
    public Edit lossPercent(int value) {
      lossPercent = value;
      return this;
    }

    /** Sets {@link BmcFaults#duplicate}. */
    public Edit duplicate(boolean value) {
      duplicate = value;
      return this;
    }

    /** Sets {@link BmcFaults#replyDelay}. */
    public Edit replyDelay(Duration value) {
      replyDelay = value;
      return this;
    }

    /** Sets {@link BmcFaults#commandTime}. */
    public Edit commandTime(Duration value) {
      commandTime = value;
      return this;
    }

    /** Sets {@link BmcFaults#lying}. */
    public Edit lying(boolean value) {
      lying = value;
      return this;
    }

    /** Sets {@link BmcFaults#powerDropDelay}. */
    public Edit powerDropDelay(Duration value) {
      powerDropDelay = value;
      return this;
    }

    /** Sets {@link BmcFaults#restartDrop}. */
    public Edit restartDrop(boolean value) {
      restartDrop = value;
      return this;
    }

    /** Sets {@link BmcFaults#wrongPassword}. */
    public Edit wrongPassword(boolean value) {
      wrongPassword = value;
      return this;
    }

    /** Sets {@link BmcFaults#sessionLimit}. */
    public Edit sessionLimit(int value) {
      sessionLimit = value;
      return this;
    }

    /** Sets {@link BmcFaults#chassisCompletion}. */
    public Edit chassisCompletion(int value) {
      chassisCompletion = value;
      return this;
    }

    /** Sets {@link BmcFaults#suites}. */
    public Edit suites(Set<CipherSuite> value) {
      suites = value;
      return this;
    }

    /** Sets {@link BmcFaults#forgetful}. */
    public Edit forgetful(boolean value) {
      forgetful = value;
      return this;
    }

    /** Sets {@link BmcFaults#sloppy}. */
    public Edit sloppy(boolean value) {
      sloppy = value;
      return this;
    }

    /** Sets {@link BmcFaults#pingless}. */
    public Edit pingless(boolean value) {
      pingless = value;
      return this;
    }

    /** The changed copy. */
    public BmcFaults done() {
      return new BmcFaults(
          dead,
          lossPercent,
          duplicate,
          replyDelay,
          commandTime,
          lying,
          powerDropDelay,
          restartDrop,
          wrongPassword,
          sessionLimit,
          chassisCompletion,
          suites,
          forgetful,
          sloppy,
          pingless);
    }
  }
}
