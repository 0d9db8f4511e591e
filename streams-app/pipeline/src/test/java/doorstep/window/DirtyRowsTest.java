// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DirtyRowsTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("unsent").get();
    private final DirtyRows rows = new DirtyRows(store, 1);

    private static Bytes row(String key) {
        return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
    }

    private List<Bytes> afterRestart() {
        return new DirtyRows(store, 1).first(Integer.MAX_VALUE);
    }

    @Test
    void shouldOutlastTheProcessInTheirOrder() {
        rows.add(row("b"));
        rows.keep();
        rows.add(row("a"));
        rows.keep();

        assertThat(afterRestart()).containsExactly(row("b"), row("a"));
        assertThat(new DirtyRows(store, 0).size()).isZero();
    }

    @Test
    void shouldKeepAgainWhatIsWaitingAgain() {
        rows.add(row("a"));
        rows.add(row("b"));
        rows.keep();
        rows.remove(row("a"));
        rows.keep();
        rows.add(row("a"));
        rows.remove(row("b"));
        rows.keep();

        assertThat(afterRestart()).contains(row("a"));
    }

    @Test
    void shouldLeaveNothingBehindWhenAllWereSent() {
        rows.add(row("a"));
        rows.keep();
        rows.remove(row("a"));
        rows.keep();

        assertThat(WindowFixture.size(store)).isZero();
    }

    @Test
    void shouldWriteNothingForARowThatIsSentBeforeTheCommit() {
        rows.add(row("a"));
        rows.remove(row("a"));
        rows.keep();

        assertThat(WindowFixture.size(store)).isZero();
    }

    @Test
    void shouldForgetTheSentEvenIfSomethingAlwaysWaits() {
        rows.add(row("slow"));
        for (int i = 0; i < 1_000; i++) {
            rows.add(row("fast-" + i));
            rows.keep();
            rows.remove(row("fast-" + i));
        }
        rows.keep();

        assertThat(WindowFixture.size(store)).isLessThanOrEqualTo(101);
        assertThat(afterRestart()).contains(row("slow")).hasSizeLessThanOrEqualTo(101);
    }

    @Test
    void shouldCutManyMarksIntoRecordsThatABrokerTakes() {
        for (int i = 0; i < 20_000; i++) {
            rows.add(row("city/district-" + i + "|area=somewhere|question"));
        }
        rows.keep();

        assertThat(WindowFixture.size(store)).isGreaterThan(1);
        assertThat(afterRestart()).hasSize(20_000);
    }
}
