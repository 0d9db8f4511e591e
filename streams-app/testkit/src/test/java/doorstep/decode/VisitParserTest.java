// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

import static doorstep.decode.DecodeFixture.accepted;
import static doorstep.decode.DecodeFixture.visit;
import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Visit;
import doorstep.event.Link;
import doorstep.event.Minutes;
import doorstep.event.TreePath;
import doorstep.event.Version;
import doorstep.fixtures.TestEvents;
import doorstep.wire.ContentHash;
import doorstep.wire.Identities;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitParserTest {
    private final DecodeFixture.TopicDecoder<Visit> visits = new DecodeFixture().visits;

    @Test
    void shouldKeepOfAVisitWhatCounts() {
        Visit visit = visit().setRevision(7).build();

        Decoded.Accepted accepted = accepted(visits.parse(visit));

        assertThat(accepted.version()).isEqualTo(new Version(7, ContentHash.of(visit)));
        assertThat(accepted.event())
                .contains(doorstep.event.Visit.builder(Minutes.of(TestEvents.NINE), new TreePath("city/north"))
                        .area(Optional.of(new TreePath("old-town/market")))
                        .category("TALK")
                        .mode("DOOR")
                        .households(2)
                        .people(5)
                        .feedbackAsked(3)
                        .fulfils(Optional.of(new Link(Identities.of("duty-1"), TestEvents.NINE.toEpochMilli())))
                        .build());
    }

    @Test
    void shouldCheckWhatAVisitFulfils() {
        visits.assertAccepted(visit().setFulfils(null).build());
        visits.assertAccepted(visit().setFulfils("callback:VISIT:" + "x".repeat(256) + ":OVERALL")
                .build());
        visits.assertRefused(visit().setFulfils("").build(), Reason.INVALID_FIELD, "fulfils");
        visits.assertRefused(visit().setFulfils("x".repeat(513)).build(), Reason.INVALID_FIELD, "fulfils");
    }
}
