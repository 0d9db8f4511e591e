// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Rejected;
import doorstep.decode.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RejectFilterTest {
    private static final Instant NINE = Instant.parse("2011-07-18T09:00:00Z");
    private static final Rejected ROW = new Rejected(
            "doorstep.visits", 2, 41L, NINE, "TOO_OLD", "occurredAt", "0123456789abcdef0123456789abcdef", 0L);

    private static RejectFilter filter(Set<Reason> reasons, Set<String> topics, Set<Integer> partitions) {
        return new RejectFilter(reasons, topics, partitions, Set.of(), Optional.empty(), Optional.empty());
    }

    private static RejectFilter between(Instant since, Instant until) {
        return new RejectFilter(
                Set.of(), Set.of(), Set.of(), Set.of(), Optional.ofNullable(since), Optional.ofNullable(until));
    }

    @Test
    void shouldTakeEverythingWhereNothingIsAskedFor() {
        assertThat(RejectFilter.ALL.accepts(ROW)).isTrue();
    }

    @Test
    void shouldTakeRowsWithOneOfTheWantedReasonsTopicsAndPartitions() {
        Set<Reason> reasons = Set.of(Reason.FUTURE, Reason.TOO_OLD);
        assertThat(filter(reasons, Set.of("doorstep.visits"), Set.of(1, 2)).accepts(ROW))
                .isTrue();
        assertThat(filter(Set.of(Reason.FUTURE), Set.of(), Set.of()).accepts(ROW))
                .isFalse();
        assertThat(filter(reasons, Set.of("doorstep.feedback"), Set.of()).accepts(ROW))
                .isFalse();
        assertThat(filter(reasons, Set.of(), Set.of(1)).accepts(ROW)).isFalse();
    }

    @Test
    void shouldIncludeTheFirstMomentAndLeaveOutTheLast() {
        assertThat(between(NINE, null).accepts(ROW)).isTrue();
        assertThat(between(NINE.plusMillis(1), null).accepts(ROW)).isFalse();
        assertThat(between(null, NINE).accepts(ROW)).isFalse();
        assertThat(between(null, NINE.plusMillis(1)).accepts(ROW)).isTrue();
    }
}
