// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of a log and of a task that reads it, without Kafka: no record is skipped unnoticed, and no start is
 * refused without a reason. {@code -Ddoorstep.histories=N} sets their number.
 */
class ContinuityCheckSimulationTest {
    private static final int HISTORIES = Integer.getInteger("doorstep.histories", 2_000);

    /** Rules that a task can be run without, to show that each of them is needed. */
    enum Rule {
        LOG_START,
        LAST_RECORD,
        EPOCH_OF_THE_LAST_RECORD,
        UP_TO_THE_COMMITTED_OFFSET,
        UP_TO_THE_FIRST_RECORD,
        REFUSED_POSITIONS_STOP,
        MISSING_POSITIONS_BEGIN_AT_THE_START,
        SEEN_TWICE
    }

    @Test
    void shouldNeitherPassOverARecordNorStopWithoutReason() {
        Map<String, Integer> ends = new TreeMap<>();
        for (long seed = 1; seed <= HISTORIES; seed++) {
            ModelTask.Verdict verdict = new ModelTask(seed, Optional.empty()).run();
            assertThat(verdict.fault()).as("seed %d", seed).isEmpty();
            ends.merge(verdict.alarm().isPresent() ? "stopped with reason" : "read to the end", 1, Integer::sum);
        }
        assertThat(ends.values()).as("both happen: %s", ends).hasSize(2).allMatch(times -> times > HISTORIES / 20);
    }

    @ParameterizedTest
    @EnumSource
    void shouldFailWithoutEachRule(Rule rule) {
        Map<String, Integer> faults = new HashMap<>();
        for (long seed = 1; seed <= HISTORIES; seed++) {
            new ModelTask(seed, Optional.of(rule))
                    .run()
                    .fault()
                    .ifPresent(fault -> faults.merge(fault, 1, Integer::sum));
        }
        assertThat(faults).as(rule + " in " + HISTORIES + " histories").isNotEmpty();
    }
}
