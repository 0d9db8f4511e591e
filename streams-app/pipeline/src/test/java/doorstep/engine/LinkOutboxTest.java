// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.event.Link;
import doorstep.event.Scale;
import doorstep.fixtures.SampleEvents;
import doorstep.fixtures.TestCatalogue;
import doorstep.integrity.Senders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkOutboxTest {
    private static final int EVENTS = 20_000;
    private static final int CHANGES = 4; // a bad rating has two entries, which go and come

    private static Optional<Event> rating(int score) {
        return Optional.of(SampleEvents.linkedRating(
                Scale.STARS_5, score, new Link(new Identity(1, 2), 60_000, Optional.of("v"))));
    }

    /** Otherwise a corrected rating could close its call-back in one commit, and open it again in the next. */
    @Test
    void shouldSendTheChangesOfAnEventInOneRecord() {
        LinkOutbox outbox = new LinkOutbox(TestCatalogue.callingBack(), 1);
        for (int i = 0; i < EVENTS; i++) {
            outbox.replace(("f" + i).getBytes(StandardCharsets.UTF_8), rating(1), rating(2));
        }
        List<Integer> sizes = new ArrayList<>();
        outbox.send(
                Senders.sender("feedback/0", 1),
                (partition, record) ->
                        sizes.add(LinkRecord.fromBytes(record).changes().size()));

        assertThat(sizes).hasSizeGreaterThan(10).allMatch(size -> size % CHANGES == 0);
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(CHANGES * EVENTS);
    }
}
