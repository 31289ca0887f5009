package ha.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ha.api.Queries.All;
import ha.api.Queries.OfHistory;
import ha.api.Queries.OfProgress;
import ha.api.Queries.OfResource;
import ha.api.Queries.OfRevision;
import ha.model.NodeName;
import ha.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueryStringTest {
  static Stream<Record> queries() {
    return Stream.of(
        new All(),
        new OfRevision(Optional.empty()),
        new OfRevision(Optional.of(7L)),
        new OfResource(new ResourceId("disk:0"), Optional.of(new NodeName("alice"))),
        new OfHistory(
            Optional.of(new ResourceId("web")),
            Optional.empty(),
            Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
            Optional.of(20)),
        new OfProgress(Optional.of("7.12 & more=?"), Optional.of(Duration.ofMillis(1500))));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void comesBackAsItWas(Record query) {
    assertThat(QueryString.read(QueryString.of(query), query.getClass())).isEqualTo(query);
  }

  @Test
  void leavesOutWhatIsNotSet() {
    assertThat(QueryString.of(new OfResource(new ResourceId("web"), Optional.empty())))
        .isEqualTo("resource=web");
  }

  @Test
  void refusesUnknownParametersAndNamesTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryString.read("resourse=web", OfResource.class))
        .withMessage("unknown query parameter 'resourse'; known are: resource, on");
  }

  @Test
  void refusesWhatIsMissingOrOfTheWrongType() {
    assertThatIllegalArgumentException().isThrownBy(() -> QueryString.read("", OfResource.class));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryString.read("revision=last", OfRevision.class));
  }
}
