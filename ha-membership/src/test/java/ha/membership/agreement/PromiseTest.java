package ha.membership.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import ha.membership.ledger.DiskWrite;
import ha.membership.ledger.Durable;
import ha.model.Incarnation;
import ha.model.MonoTime;
import ha.model.NodeName;
import ha.model.Term;
import ha.model.definition.ClusterSettings;
import ha.model.ledger.Position;
import ha.model.snapshot.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Carol's side of being asked, message by message. */
final class PromiseTest {
  private static final NodeName ALICE = new NodeName("alice");
  private static final NodeName BOB = new NodeName("bob");
  private static final NodeName CAROL = new NodeName("carol");
  private static final Incarnation LIFE = new Incarnation(1);

  private final Agreement carol =
      new Agreement(
          AgreementConfig.of(
              CAROL,
              ClusterSettings.named("test"),
              World.electorate("alice", "bob", "carol"),
              World.reader()),
          LIFE,
          Durable.fresh(LIFE),
          new MonoTime(0));
  private final List<AgreementEffect> effects = new ArrayList<>();
  private long millis;

  private void step(AgreementEvent event) {
    millis += 10;
    MonoTime now = new MonoTime(Duration.ofMillis(millis).toNanos());
    effects.addAll(carol.step(event, now, World.EPOCH));
  }

  private <T> List<T> sent(NodeName to, Class<T> type) {
    return effects.stream()
        .filter(AgreementEffect.Send.class::isInstance)
        .map(AgreementEffect.Send.class::cast)
        .filter(send -> send.to().equals(to) && type.isInstance(send.message()))
        .map(send -> type.cast(send.message()))
        .toList();
  }

  private long newestBeat() {
    return effects.stream()
        .filter(AgreementEffect.Beat.class::isInstance)
        .mapToLong(effect -> ((AgreementEffect.Beat) effect).message().seq())
        .max()
        .orElse(0);
  }

  /** Alice and bob are heard, and hear carol. */
  private void hear() {
    step(new AgreementEvent.Tick());
    long seq = newestBeat();
    for (NodeName from : List.of(ALICE, BOB)) {
      TreeMap<NodeName, PeerMessage.Echo> echoes =
          new TreeMap<>(Map.of(CAROL, new PeerMessage.Echo(LIFE, seq)));
      step(
          new AgreementEvent.Received(
              from,
              LIFE,
              new PeerMessage.Beat(
                  seq,
                  Term.NONE,
                  Optional.empty(),
                  Incarnation.UNKNOWN,
                  PeerMessage.Role.FREE,
                  Position.START,
                  0,
                  0,
                  -1,
                  true,
                  false,
                  false,
                  Duration.ofNanos(-1),
                  Duration.ofMillis(800),
                  echoes,
                  new TreeSet<>(Set.of(CAROL)))));
    }
  }

  private void propose(NodeName from, long term) {
    TreeMap<NodeName, Incarnation> members = new TreeMap<>();
    List.of(ALICE, BOB, CAROL).forEach(node -> members.put(node, LIFE));
    step(
        new AgreementEvent.Received(
            from,
            LIFE,
            new PeerMessage.Propose(new Term(term), members, 5, false, Position.START)));
  }

  private AgreementEffect.Persist write() {
    return effects.stream()
        .filter(AgreementEffect.Persist.class::isInstance)
        .map(AgreementEffect.Persist.class::cast)
        .toList()
        .getLast();
  }

  @Test
  void whoComesBackWithTheNumberOfAFormerLifeIsToldTheNewest() {
    hear();
    Incarnation newer = new Incarnation(7);
    step(new AgreementEvent.Received(BOB, newer, new PeerMessage.Farewell(newer)));
    step(new AgreementEvent.Received(BOB, LIFE, new PeerMessage.Farewell(LIFE)));

    assertThat(sent(BOB, PeerMessage.Outcast.class))
        .containsExactly(new PeerMessage.Outcast(LIFE, Standing.LOST, newer));
  }

  @Test
  void aNextLifeIsNewerThanAnyThatIsKnown() {
    Incarnation known = new Incarnation(World.EPOCH.toEpochMilli() + 1_000_000);
    step(
        new AgreementEvent.Received(
            ALICE, LIFE, new PeerMessage.Outcast(LIFE, Standing.LOST, known)));
    step(new AgreementEvent.Persisted(write().ticket()));

    assertThat(carol.incarnation().newerThan(known)).isTrue();
  }

  @Test
  void aPromiseIsOnTheDiskBeforeItIsAnswered() {
    hear();
    propose(ALICE, 4);
    assertThat(sent(ALICE, PeerMessage.Promise.class)).isEmpty();
    AgreementEffect.Persist write = write();
    assertThat(((DiskWrite.SaveMeta) write.write()).meta().promised()).isEqualTo(new Term(4));
    step(new AgreementEvent.Persisted(write.ticket()));
    assertThat(sent(ALICE, PeerMessage.Promise.class)).hasSize(1);
  }

  @Test
  void aPromiseThatCannotBeWrittenIsNotGiven() {
    hear();
    propose(ALICE, 4);
    step(new AgreementEvent.PersistFailed(write().ticket(), "No space left on device"));
    hear();
    propose(ALICE, 4);
    assertThat(sent(ALICE, PeerMessage.Promise.class)).isEmpty();
    assertThat(carol.view().diskTrouble()).isPresent();
  }

  @Test
  void oneTermIsPromisedToOneOnly() {
    hear();
    propose(ALICE, 4);
    step(new AgreementEvent.Persisted(write().ticket()));
    propose(BOB, 4);
    propose(BOB, 3);
    assertThat(sent(BOB, PeerMessage.Promise.class)).isEmpty();
    assertThat(sent(BOB, PeerMessage.Refuse.class))
        .hasSize(2)
        .allMatch(refuse -> refuse.promised().equals(new Term(4)));
  }

  @Test
  void aRepeatedProposalIsAnsweredAgainTheSame() {
    hear();
    propose(ALICE, 4);
    propose(ALICE, 4);
    step(new AgreementEvent.Persisted(write().ticket()));
    propose(ALICE, 4);
    assertThat(sent(ALICE, PeerMessage.Promise.class)).hasSize(2);
    assertThat(sent(ALICE, PeerMessage.Refuse.class)).isEmpty();
  }

  @Test
  void aNewerTermIsPromisedAndEndsTheOlder() {
    hear();
    propose(ALICE, 4);
    step(new AgreementEvent.Persisted(write().ticket()));
    propose(BOB, 5);
    step(new AgreementEvent.Persisted(write().ticket()));
    assertThat(sent(BOB, PeerMessage.Promise.class)).hasSize(1);
    effects.clear();
    step(
        new AgreementEvent.Received(
            ALICE, LIFE, new PeerMessage.Append(new Term(4), Position.START, List.of(), 0)));
    assertThat(sent(ALICE, PeerMessage.Appended.class)).isEmpty();
  }

  @Test
  void aMessageOfAnOlderLifeIsDropped() {
    hear();
    step(new AgreementEvent.Received(ALICE, new Incarnation(7), new PeerMessage.Farewell(LIFE)));
    propose(ALICE, 4);
    assertThat(effects.stream().filter(AgreementEffect.Persist.class::isInstance)).isEmpty();
  }
}
