// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.delta.CellNumbers;
import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.integrity.Senders;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class DeferredDeltasTest {
    private final KeyValueStore<Bytes, byte[]> store =
            Stores.inMemoryKeyValueStore("unsent").get();
    private final DeferredDeltas deferred = new DeferredDeltas(store);
    private final List<Long> swept = new ArrayList<>();

    private static byte[] deltaBatch(int number) {
        CellNumbers cells = new CellNumbers();
        DeltaBatch.Packer packer = new DeltaBatch.Packer(cells, false);
        new Change(EventTime.minute(number), new Cell(1, "*", Slice.TOTAL, ""), Tally.of(0, 1)).addTo(packer, cells);
        return packer.seal(Senders.header("visits/0", number), 0);
    }

    private void add(int... numbers) {
        for (int number : numbers) {
            deferred.add(deltaBatch(number));
        }
    }

    private boolean sweepOne(DeferredDeltas from) {
        return from.sweep(deltaBatch -> swept.add(deltaBatch.header().number()), () -> true);
    }

    @Test
    void shouldEndASweepHoweverManyCameMeanwhile() {
        add(1, 2);

        assertThat(sweepOne(deferred)).isTrue();
        add(3, 4);
        assertThat(sweepOne(deferred)).as("1 and 2 were all that had come").isFalse();
        add(5);
        assertThat(sweepOne(deferred)).isTrue();
        assertThat(sweepOne(deferred)).isTrue();
        assertThat(sweepOne(deferred)).isFalse();

        assertThat(swept).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(deferred.size()).isZero();
        assertThat(deferred.bytes()).isZero();
        assertThat(sweepOne(deferred)).isFalse();
    }

    @Test
    void shouldGoOnAfterARestart() {
        add(1, 2, 3);
        sweepOne(deferred);

        DeferredDeltas next = new DeferredDeltas(store);
        assertThat(next.size()).isEqualTo(2);
        assertThat(next.bytes()).isEqualTo(deferred.bytes());
        assertThat(sweepOne(next)).isTrue();
        assertThat(sweepOne(next)).isFalse();
        assertThat(swept).containsExactly(1L, 2L, 3L);
    }
}
