package ha.simulation.world;

/** What is true of one resource on one machine. */
public final class Instance {
  private boolean active;
  private boolean promoted;
  private int rising;
  private int promoting;
  private boolean byHand;
  private boolean died;
  private long lookedNanos = Long.MAX_VALUE;

  /** Whether it may touch its data: from the begin of a start to the end of a stop. */
  public boolean isActive() {
    return active || rising > 0;
  }

  /** Whether it runs, all the way. */
  public boolean isUp() {
    return active;
  }

  /** Whether it may act as promoted. */
  public boolean isPromoted() {
    return promoted || promoting > 0;
  }

  /** Whether it is promoted, all the way. */
  public boolean isUpPromoted() {
    return active && promoted;
  }

  /** Whether somebody started it behind the cluster's back. */
  public boolean isByHand() {
    return byHand && active;
  }

  /** Whether it ended by itself, and nobody looked, or nobody did before that moment. */
  public boolean isDeadUnseen(long beforeNanos) {
    return died && lookedNanos > beforeNanos;
  }

  /** Somebody looks at it, or does something to it. */
  public void looked(long nowNanos) {
    if (died) {
      lookedNanos = Math.min(lookedNanos, nowNanos);
    }
  }

  void dies() {
    down();
    died = true;
    lookedNanos = Long.MAX_VALUE;
  }

  void begin() {
    died = false;
    rising++;
  }

  void beginPromotion() {
    promoting++;
  }

  void endBegun(boolean nowActive) {
    rising--;
    active = active || nowActive;
  }

  void endPromotion(boolean nowPromoted) {
    promoting--;
    promoted = active && (promoted || nowPromoted);
  }

  void demote() {
    promoted = false;
  }

  void up() {
    active = true;
  }

  void upByHand() {
    active = true;
    byHand = true;
  }

  void down() {
    active = false;
    promoted = false;
    byHand = false;
  }
}
