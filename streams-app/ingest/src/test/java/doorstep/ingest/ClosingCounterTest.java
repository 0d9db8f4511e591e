// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.fixtures.TestEvents;
import doorstep.ingest.ClosingCounter.Counts;
import doorstep.wire.Topics;
import org.junit.jupiter.api.Test;

class ClosingCounterTest {
    private final CollectedEvents sent = new CollectedEvents();
    private final ClosingCounter counter = new ClosingCounter(sent, "DELEGATE"::equals);

    private void visits(String category, int count) {
        for (int i = 0; i < count; i++) {
            counter.send(
                    Topics.VISITS,
                    TestEvents.visit("v" + i).setCategory(category).build());
        }
    }

    private void commitments(String kind, String category, boolean closed, int count) {
        for (int i = 0; i < count; i++) {
            counter.send(
                    Topics.COMMITMENTS,
                    TestEvents.request("c" + i)
                            .setKind(kind)
                            .setCategory(category)
                            .setClosedAt(closed ? TestEvents.NINE : null)
                            .setOutcome(null)
                            .build());
        }
    }

    @Test
    void shouldNameACategoryWithMoreClosingsThanHalfItsVisits() {
        visits("DELEGATE", 10);
        commitments("DUTY", "DELEGATE", true, 5);
        assertThat(counter.suspicious()).isEmpty();
        commitments("DUTY", "DELEGATE", true, 1);

        assertThat(counter.suspicious()).containsExactly(new Counts("DELEGATE", 6, 10));
        assertThat(sent.all).hasSize(16);
    }

    @Test
    void shouldIgnoreWhatDoesNotComeBack() {
        commitments("DUTY", "DELEGATE", false, 5);
        commitments("REQUEST", "DELEGATE", true, 5);
        commitments("DUTY", "CASE_PARTY", true, 5);
        visits("CASE_PARTY", 5);

        assertThat(counter.suspicious()).isEmpty();
    }
}
