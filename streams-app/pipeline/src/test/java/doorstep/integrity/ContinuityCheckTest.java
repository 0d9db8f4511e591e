// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.settings.PublishedSettings;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * A log with committed records at offsets 7, 8, 9, 12 and 13; one task has read the record at 9, another the one at 12.
 */
class ContinuityCheckTest {
    private static final OptionalInt EPOCH = OptionalInt.of(5);

    private final TreeMap<Long, Integer> epochs = new TreeMap<>();
    private long start;
    private OptionalLong committed = OptionalLong.empty();
    private final LogInspector history = new LogInspector() {
        @Override
        public Log log(String topic, int partition) {
            return new Log("id", start, epochs.lastKey() + 1);
        }

        @Override
        public OptionalLong committed(String topic, int partition) {
            return committed;
        }

        @Override
        public Optional<Committed> firstCommitted(String topic, int partition, long from, long before) {
            return Optional.ofNullable(epochs.ceilingEntry(from))
                    .filter(entry -> entry.getKey() < before)
                    .map(entry -> new Committed(entry.getKey(), OptionalInt.of(entry.getValue())));
        }

        @Override
        public PublishedSettings settings() {
            throw new AssertionError("positions do not need settings");
        }
    };
    private final ContinuityCheck input = ContinuityCheck.ofInput(history, "visits/3", "doorstep.visits", 3);
    private final ContinuityCheck deltaBatches = ContinuityCheck.ofInternal(history, "windows/3", "visits-deltas", 3);

    ContinuityCheckTest() {
        for (long offset : new long[] {7, 8, 9, 12, 13}) {
            epochs.put(offset, 5);
        }
    }

    private static void assertMissing(ThrowingCallable act, String... parts) {
        assertThatThrownBy(act)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("HISTORY_MISSING")
                .hasMessageContaining("partition 3")
                .hasMessageContaining("doorstep rebuild")
                .hasMessageContainingAll((CharSequence[]) parts);
    }

    @Test
    void shouldTakeMarkersAndAbortedRecordsForNoGap() {
        committed = OptionalLong.of(12);
        assertThatCode(() -> input.start(new ReadPosition(10, EPOCH))).doesNotThrowAnyException();
        assertThatCode(() -> input.receive(12, 13)).doesNotThrowAnyException();
    }

    @Test
    void shouldStopWhenTheCommittedOffsetPassesOverARecord() {
        committed = OptionalLong.of(13);
        assertMissing(() -> input.start(new ReadPosition(10, EPOCH)), "committed offset 13", "record at offset 12");
        assertMissing(
                () -> deltaBatches.start(new ReadPosition(10, OptionalInt.empty())),
                "visits-deltas",
                "record at offset 12");
    }

    @Test
    void shouldStopWhenTheFirstRecordPassesOverAnother() {
        input.start(new ReadPosition(10, EPOCH));
        assertMissing(() -> input.receive(13, 13), "record at offset 12");
    }

    @Test
    void shouldStopWhenUnreadRecordsOfAnInputWereDeleted() {
        start = 11;
        assertMissing(() -> input.start(new ReadPosition(10, EPOCH)), "begins at offset 11", "10");
        assertThatCode(() -> deltaBatches.start(new ReadPosition(10, OptionalInt.empty())))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldStopWhenTheInputShrank() {
        assertMissing(() -> input.start(new ReadPosition(15, EPOCH)), "ends at offset 14", "15");
    }

    @Test
    void shouldStopWhenTheLastRecordIsAnotherOrNone() {
        assertMissing(() -> input.start(new ReadPosition(10, OptionalInt.of(4))), "truncated", "epoch 5", "had 4");
        assertMissing(() -> input.start(new ReadPosition(12, EPOCH)), "truncated", "no record at offset 11");
        start = 12;
        assertThatCode(() -> input.start(new ReadPosition(12, EPOCH)))
                .as("it was deleted")
                .doesNotThrowAnyException();
    }

    @Test
    void shouldStopWhenTheLastDeltaBatchIsAnother() {
        assertMissing(
                () -> deltaBatches.start(new ReadPosition(10, OptionalInt.of(4))), "truncated", "epoch 5", "had 4");
    }

    @Test
    void shouldAcceptAPurgedOrAShorterTopicOfDeltaBatches() {
        start = 10;
        assertThatCode(() -> deltaBatches.start(new ReadPosition(10, OptionalInt.of(4))))
                .as("it was purged")
                .doesNotThrowAnyException();
        start = 0;
        assertThatCode(() -> deltaBatches.start(new ReadPosition(15, OptionalInt.of(4))))
                .as("it is read again from the beginning, and the numbers tell")
                .doesNotThrowAnyException();
    }

    @Test
    void shouldCompareAgainWhenRecordsWereReadAgain() {
        input.start(new ReadPosition(10, EPOCH));
        input.receive(7, 8);
        epochs.put(9L, 6);
        assertMissing(() -> input.receive(9, 12), "truncated", "epoch 6");
    }
}
