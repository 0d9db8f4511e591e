// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import doorstep.avro.Progress;
import doorstep.management.TaskRegistry.TaskKey;
import doorstep.management.TaskRegistry.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BatchGapTest {
    private static final Progress VISITS = row("visits", 3)
            .setDeltaBatchesSent(List.of(4L, 9L))
            .setLinksSent(List.of(1L, 2L))
            .build();
    private static final Progress COMMITMENTS = row("commitments", 1)
            .setDeltaBatchesSent(List.of(0L, 5L))
            .setLinksSent(List.of(0L, 0L))
            .setLinksTaken(Map.of("visits/3", 1L))
            .build();
    private static final Progress WINDOWS = row("windows", 1)
            .setDeltaBatchesTaken(Map.of("commitments/1", 5L, "visits/3", 8L))
            .build();

    @Test
    void shouldCompareDeltaBatchesAndLinksWithWhatTheirTargetTook() {
        assertThat(BatchGap.of("app", List.of(VISITS, COMMITMENTS, WINDOWS), List.of(here(COMMITMENTS), here(WINDOWS))))
                .containsExactly(
                        new BatchGap(
                                new TaskKey("visits", 3),
                                new TaskKey("commitments", 1),
                                new TopicPartition("app-visits-links-repartition", 1),
                                2,
                                1),
                        new BatchGap(
                                new TaskKey("visits", 3),
                                new TaskKey("windows", 1),
                                new TopicPartition("app-visits-deltas-repartition", 1),
                                9,
                                8));
    }

    @Test
    void shouldCountFromZeroWhereNothingWasTaken() {
        Progress fresh = row("windows", 0).setDeltaBatchesTaken(Map.of()).build();

        assertThat(BatchGap.of("app", List.of(VISITS), List.of(here(fresh))))
                .extracting(BatchGap::sent, BatchGap::taken)
                .containsExactly(tuple(4L, 0L));
    }

    private static TaskStatus here(Progress row) {
        return new TaskStatus(
                new TaskKey(row.getPart(), row.getPartition()), row, row, 0, Optional.empty(), Instant.EPOCH);
    }

    private static Progress.Builder row(String part, int partition) {
        return Progress.newBuilder(HealthRulesTest.inputRow()).setPart(part).setPartition(partition);
    }
}
