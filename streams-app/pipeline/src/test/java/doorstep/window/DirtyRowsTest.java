// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DirtyRowsTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("unsent").get();
    private final DirtyRows rows = new DirtyRows(store, 1);

    private List<Long> afterRestart() {
        List<Long> waiting = new ArrayList<>();
        new DirtyRows(store, 1).poll(Integer.MAX_VALUE, waiting::add);
        return waiting;
    }

    private void send(long... expected) {
        List<Long> sent = new ArrayList<>();
        rows.poll(expected.length, sent::add);
        assertThat(sent)
                .containsExactlyElementsOf(LongStream.of(expected).boxed().toList());
    }

    @Test
    void shouldOutlastTheProcessInTheirOrder() {
        rows.add(7);
        rows.keep();
        rows.add(Long.MAX_VALUE);
        rows.add(3);
        rows.keep();

        assertThat(afterRestart()).containsExactly(7L, Long.MAX_VALUE, 3L);
        assertThat(new DirtyRows(store, 0).size()).isZero();
    }

    @Test
    void shouldKeepAgainWhatIsWaitingAgain() {
        rows.add(1);
        rows.add(2);
        rows.keep();
        send(1);
        rows.keep();
        rows.add(1);
        send(2);
        rows.keep();

        assertThat(afterRestart()).contains(1L);
    }

    @Test
    void shouldLeaveNothingBehindWhenAllWereSent() {
        rows.add(1);
        rows.keep();
        send(1);
        rows.keep();

        assertThat(WindowFixture.size(store)).isZero();
    }

    @Test
    void shouldWriteNothingForARowThatIsSentBeforeTheCommit() {
        rows.add(1);
        send(1);
        rows.keep();

        assertThat(WindowFixture.size(store)).isZero();
    }

    @Test
    void shouldForgetTheSentEvenIfSomethingAlwaysWaits() {
        rows.add(0);
        for (long i = 1; i <= 1_000; i++) {
            rows.add(i);
            rows.keep();
            send(i - 1);
        }
        rows.keep();

        assertThat(WindowFixture.size(store)).isLessThanOrEqualTo(101);
        assertThat(afterRestart()).contains(1_000L).hasSizeLessThanOrEqualTo(102);
    }

    @Test
    void shouldCutManyMarksIntoRecordsThatABrokerTakes() {
        SplittableRandom dice = new SplittableRandom(1);
        Set<Long> expected = new LinkedHashSet<>();
        for (int i = 0; i < 200_000; i++) {
            long row = dice.nextLong() >>> 1;
            rows.add(row);
            expected.add(row);
        }
        rows.keep();

        assertThat(WindowFixture.size(store)).isGreaterThan(1);
        assertThat(afterRestart()).containsExactlyElementsOf(expected);
    }
}
