// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.fixtures.ProgressRows;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final Instant AS_OF = Instant.parse("2011-07-18T15:59:00Z");
    private static final TopicPartition VISITS_0 = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);

    private final Progress visits = input("visits", 0, 10, 3L, 0L);
    private final Progress windows0 = windows(0, Map.of("visits/0", 3L), AS_OF, 0);
    private final List<Progress> rows = new ArrayList<>(List.of(visits, windows0));

    private Completion completion(long end) {
        return Completion.of(rows, Map.of(VISITS_0, end), AS_OF);
    }

    @Test
    void shouldBeCompleteWhenAllIsReadTakenAndSent() {
        assertThat(completion(10).isComplete()).isTrue();
        assertThat(Completion.of(List.of(), Map.of(), AS_OF).isComplete()).isTrue();
    }

    @Test
    void shouldWaitForRecordsNotReadYet() {
        assertThat(completion(12)).hasToString("2 records to read");
        assertThat(completion(12_355)).hasToString("12,345 records to read");
    }

    @Test
    void shouldWaitForAPartitionThatNoRowSpeaksOf() {
        Map<TopicPartition, Long> ends =
                Map.of(VISITS_0, 10L, new TopicPartition(TopicNames.DEFAULT.of(Topics.FEEDBACK), 0), 5L);

        assertThat(Completion.of(rows, ends, AS_OF).unread()).isEqualTo(5);
    }

    @Test
    void shouldWaitForDeltaBatchesThatTheWindowsHaveNotTaken() {
        visits.setDeltaBatchesSent(List.of(3L, 2L));

        assertThat(completion(10)).hasToString("2 delta batches under way");

        rows.add(windows(1, Map.of("visits/0", 2L), AS_OF, 0));
        assertThat(completion(10).isComplete()).isTrue();
    }

    @Test
    void shouldNotTakeTheDeltaBatchOfOneSenderForThatOfAnother() {
        rows.set(1, windows(0, Map.of("feedback/0", 3L), AS_OF, 0));

        assertThat(completion(10).underWay()).isEqualTo(3);
    }

    @Test
    void shouldWaitForLinksThatTheCommitmentsHaveNotTaken() {
        visits.setLinksSent(List.of(0L, 4L));
        assertThat(completion(10)).hasToString("4 delta batches under way");

        Progress commitments = input("commitments", 1, 0);
        commitments.setLinksTaken(Map.of("visits/0", 4L, "feedback/0", 9L));
        rows.add(commitments);
        assertThat(completion(10).isComplete()).isTrue();
    }

    @Test
    void shouldWaitForTheWindowsToReachAsOf() {
        windows0.setAsOf(AS_OF.minusSeconds(60));

        assertThat(completion(10)).hasToString("1 partitions behind as-of");
    }

    @Test
    void shouldWaitForRowsNotSent() {
        windows0.setUnsent(7L);

        assertThat(completion(10)).hasToString("7 rows to send");
    }

    private static Progress input(String part, int partition, long nextOffset, Long... deltaBatchesSent) {
        return ProgressRows.row(part, partition)
                .setReceived(nextOffset)
                .setRejected(0L)
                .setCurrent(nextOffset)
                .setRepeated(0L)
                .setConflicts(0L)
                .setNextOffset(nextOffset)
                .setDeltaBatchesSent(List.of(deltaBatchesSent))
                .setAsOf(AS_OF)
                .build();
    }

    private static Progress windows(int partition, Map<String, Long> deltaBatchesTaken, Instant asOf, long unsent) {
        return ProgressRows.row("windows", partition)
                .setDeltaBatchesTaken(deltaBatchesTaken)
                .setAsOf(asOf)
                .setBeyond(Map.of())
                .setUnsent(unsent)
                .build();
    }
}
