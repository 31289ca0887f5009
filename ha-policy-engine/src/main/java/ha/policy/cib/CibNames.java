package ha.policy.cib;

/** What Pacemaker's options are called here. */
public final class CibNames {
  private CibNames() {}

  /** Our name of a resource's option; the same where there is none. */
  public static String resource(String name) {
    return Names.resource(name);
  }
}
