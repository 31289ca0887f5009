package ha.model.plan;

import ha.model.definition.SourcePosition;
import java.util.List;

/**
 * Why something is as it is, for people: the most important first.
 *
 * @param subject the instance, resource or node that it is about
 * @param headline how it is, one sentence
 * @param causes what made it so, the deciding one first
 * @param places of a resource: each node; of a node: the resources that are there or kept away
 */
public record Answer(
    String subject, Mood mood, String headline, List<Cause> causes, List<Place> places) {
  public Answer {
    causes = List.copyOf(causes);
    places = List.copyOf(places);
  }

  /** Whether anybody has to do anything. */
  public enum Mood {
    /** It is as it was wanted. */
    FINE,
    /** It is not, and the cluster works on it. */
    WAITING,
    /** It is not, and stays so unless something changes. */
    WRONG
  }

  /**
   * One reason, with what would change it.
   *
   * @param position where the definition behind it was written, if one is
   */
  public record Cause(String text, SourcePosition position, List<Remedy> remedies) {
    public Cause {
      remedies = List.copyOf(remedies);
    }
  }

  /** A node for a resource, or a resource for a node. */
  public record Place(String name, Verdict verdict, List<Cause> causes) {
    public Place {
      causes = List.copyOf(causes);
    }
  }

  /** How a node and a resource stand to each other. */
  public enum Verdict {
    /** It is there. */
    HERE,
    /** It is on its way there. */
    NEXT,
    /** It might be there, but another place is better. */
    POSSIBLE,
    /** It may not be there. */
    NO
  }

  /**
   * What would change something.
   *
   * @param text a command, an edit, an act or what is waited for
   * @param position of an edit: where
   */
  public record Remedy(Kind kind, String text, SourcePosition position) {
    /** What sort of remedy. */
    public enum Kind {
      /** A command to be pasted. */
      COMMAND,
      /** A change of the definitions, to be applied. */
      EDIT,
      /** Something that a person has to do. */
      ACT,
      /** Something that will happen by itself. */
      WAIT
    }

    /** A command to be pasted. */
    public static Remedy command(String text) {
      return new Remedy(Kind.COMMAND, text, SourcePosition.NONE);
    }

    /** A change of the definitions. */
    public static Remedy edit(SourcePosition position, String text) {
      return new Remedy(Kind.EDIT, text, position);
    }

    /** Something that a person has to do. */
    public static Remedy act(String text) {
      return new Remedy(Kind.ACT, text, SourcePosition.NONE);
    }

    /** Something that will happen by itself. */
    public static Remedy wait(String text) {
      return new Remedy(Kind.WAIT, text, SourcePosition.NONE);
    }
  }
}
