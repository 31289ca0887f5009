package ha.membership.ledger;

import ha.model.NodeName;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The nodes that take part in membership, and what their voices weigh. */
public record Electorate(SortedMap<NodeName, Voter> nodes) {
  public Electorate {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /**
   * One node's weight.
   *
   * @param votes from 0
   * @param preference of two nodes with equal claims the greater fences first
   * @param witness it never leads
   */
  public record Voter(int votes, int preference, boolean witness) {
    public Voter(int votes, int preference) {
      this(votes, preference, false);
    }
  }

  /** Whether {@code node} only votes and never leads. */
  public boolean isWitness(NodeName node) {
    Voter voter = nodes.get(node);
    return voter != null && voter.witness();
  }

  /** Two voters who could both go on alone; with a witness there is only the majority. */
  private boolean isPair() {
    SortedSet<NodeName> voters = voters();
    return voters.size() == 2 && voters.stream().noneMatch(this::isWitness);
  }

  /** The nodes whose voice counts. */
  public SortedSet<NodeName> voters() {
    SortedSet<NodeName> voters = new TreeSet<>();
    nodes.forEach((name, voter) -> {
      if (voter.votes() > 0) {
        voters.add(name);
      }
    });
    return voters;
  }

  /** Preference of a node; 0 if it is not configured. */
  public int preference(NodeName node) {
    Voter voter = nodes.get(node);
    return voter == null ? 0 : voter.preference();
  }

  /** Whether {@code node} has a voice. */
  public boolean votes(NodeName node) {
    Voter voter = nodes.get(node);
    return voter != null && voter.votes() > 0;
  }

  /** With exactly two voters, the one that is not {@code self}; empty otherwise. */
  public Optional<NodeName> otherOfTwo(NodeName self) {
    SortedSet<NodeName> voters = voters();
    if (!isPair() || !voters.contains(self)) {
      return Optional.empty();
    }
    return Optional.of(voters.first().equals(self) ? voters.last() : voters.first());
  }

  /**
   * Whether those present may act for the cluster: more than half of the votes; of two voters both,
   * or one that may go on alone.
   *
   * @param alone of two voters: whether that one may act without the other
   */
  public boolean hasQuorum(Set<NodeName> present, Predicate<NodeName> alone) {
    SortedSet<NodeName> voters = voters();
    if (isPair()) {
      boolean first = present.contains(voters.first());
      boolean last = present.contains(voters.last());
      return (first && last)
          || (first && alone.test(voters.first()))
          || (last && alone.test(voters.last()));
    }
    return 2 * votesOf(present) > votesOf(voters);
  }

  /** Sum of the votes of {@code some}. */
  public long votesOf(Set<NodeName> some) {
    long sum = 0;
    for (var entry : nodes.entrySet()) {
      sum += some.contains(entry.getKey()) ? entry.getValue().votes() : 0;
    }
    return sum;
  }
}
