// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.integrity.LastBatch;
import doorstep.integrity.ReadPosition;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InputStateTest {
    private static final InputState STATE = new InputState(
            new ReadPosition(5, OptionalInt.of(3)),
            17,
            new InputCounts(7, 1, 4, 2),
            29,
            List.of(new LastBatch(8, 0x0102030405060708L), LastBatch.NONE),
            List.of(LastBatch.NONE, new LastBatch(9, -1)),
            new TreeMap<>(Map.of("v/0", new LastBatch(6, 1))),
            new TreeMap<>(Map.of("t", new ReadPosition(11, OptionalInt.empty()))),
            new TreeMap<>(Map.of("DUTY", 300L)));

    private static final String BYTES = "03" // format
            + "0506" // next offset, leader epoch
            + "07010402" // received, rejected, current, conflicts
            + "3a" // as-of
            + "02" // partitions
            + "080102030405060708" + "000000000000000000" // delta batches sent
            + "000000000000000000" + "09ffffffffffffffff" // links sent
            + "01" + "03762f30" + "060000000000000001" // links taken
            + "01" + "0174" + "0b01" // links read
            + "11" // begins at
            + "01" + "0444555459" + "ac02"; // open

    @Test
    void shouldKeepItsFormat() {
        assertThat(STATE.toBytes()).asHexString().isEqualToIgnoringCase(BYTES);
        assertThat(InputState.fromBytes(HexFormat.of().parseHex(BYTES))).isEqualTo(STATE);
    }

    @Test
    void shouldReportNeitherAsOfNorBeginningBeforeTheFirstRecord() {
        assertThat(InputState.empty(2).toProgress("visits", 1)).satisfies(row -> {
            assertThat(row.getAsOf()).isNull();
            assertThat(row.getBeginsAt()).isNull();
            assertThat(row.getDeltaBatchesSent()).containsExactly(0L, 0L);
        });
    }
}
