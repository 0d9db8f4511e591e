// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.Progress;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class InputBarrierTest {
    private static final TopicPartition VISITS_0 = new TopicPartition(TopicNames.DEFAULT.of(Topics.VISITS), 0);
    private static final InputBarrier.Log ALL_RECORDS = (partition, from, end) -> from < end;

    private final Map<String, Progress> rows = new TreeMap<>();
    private final InputBarrier barrier = new InputBarrier(Map.of(VISITS_0, 10L), ALL_RECORDS);

    private Completion left() {
        return barrier.left(rows.values());
    }

    @Test
    void shouldBePassedAtOnceWithoutInput() {
        assertThat(new InputBarrier(Map.of(), ALL_RECORDS).left(List.of()).isComplete())
                .isTrue();
    }

    @Test
    void shouldWaitForRecordsNotRead() {
        assertThat(left()).hasToString("10 records to read");
        input("visits", 7, 1, 0);
        assertThat(left()).hasToString("3 records to read");
    }

    @Test
    void shouldNotWaitForTransactionMarkers() {
        InputBarrier behindMarkers =
                new InputBarrier(Map.of(VISITS_0, 10L), (partition, from, end) -> from < Math.min(end, 8));
        input("visits", 7, 1, 0);
        assertThat(behindMarkers.left(rows.values()).isComplete()).isFalse();
        input("visits", 8, 0, 0);
        assertThat(behindMarkers.left(rows.values()).isComplete()).isTrue();
    }

    @Test
    void shouldFollowWhatWasReadToTheRows() {
        input("visits", 10, 4, 2);
        input("commitments", 0, 6, 0);
        taken("commitments", 1);
        taken("windows", 4, 6);
        assertThat(left()).as("links").hasToString("1 delta batches under way");

        input("commitments", 0, 7, 0);
        taken("commitments", 2);
        assertThat(left()).as("what they change").hasToString("1 delta batches under way");

        taken("windows", 4, 7);
        assertThat(left()).as("rows").hasToString("9 rows to send");

        rows.get("windows").setDeltaBatchesEmitted(Map.of("visits/0", 4L, "commitments/0", 7L));
        assertThat(left().isComplete()).isTrue();
    }

    /** If events keep arriving, the pipeline is never completely idle. */
    @Test
    void shouldNotWaitForWhatCameLater() {
        input("visits", 12, 4, 2);
        taken("commitments", 2);
        assertThat(left()).hasToString("4 delta batches under way");

        input("visits", 500, 44, 22);
        taken("commitments", 19);
        taken("windows", 43, 0);
        rows.get("windows").setDeltaBatchesEmitted(Map.of("visits/0", 4L));

        assertThat(left().isComplete()).isTrue();
    }

    @Test
    void shouldBeginAgainWhenARebuildDoes() {
        input("visits", 12, 40, 0);
        assertThat(left()).hasToString("40 delta batches under way");

        rows.clear();
        assertThat(left()).hasToString("10 records to read");
        input("visits", 12, 3, 0);
        taken("windows", 3, 0);
        rows.get("windows").setDeltaBatchesEmitted(Map.of("visits/0", 3L));
        assertThat(left().isComplete()).isTrue();
    }

    private void input(String part, long nextOffset, long deltaBatchesSent, long linksSent) {
        Map<String, Long> linksTaken = rows.containsKey(part) ? rows.get(part).getLinksTaken() : Map.of();
        rows.put(
                part,
                Progress.newBuilder()
                        .setPart(part)
                        .setPartition(0)
                        .setNextOffset(nextOffset)
                        .setDeltaBatchesSent(List.of(deltaBatchesSent))
                        .setLinksSent(List.of(linksSent))
                        .setLinksTaken(linksTaken)
                        .build());
    }

    /**
     * @param numbers sequence numbers of the last batches from visits and from commitments; for commitments, from
     *     visits only
     */
    private void taken(String part, long... numbers) {
        if (part.equals("commitments")) {
            if (!rows.containsKey(part)) {
                input(part, 0, 0, 0);
            }
            rows.get(part).setLinksTaken(Map.of("visits/0", numbers[0]));
            return;
        }
        rows.put(
                part,
                Progress.newBuilder()
                        .setPart(part)
                        .setPartition(0)
                        .setDeltaBatchesTaken(Map.of("visits/0", numbers[0], "commitments/0", numbers[1]))
                        .setUnsent(9L)
                        .build());
    }
}
