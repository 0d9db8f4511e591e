// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HashRowTableTest {
    private static final int MANY = 500_000;

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a search in a full table would never end
    void shouldHoldWhatWasPutLastWhateverItsLength() {
        SplittableRandom dice = new SplittableRandom(7);
        HashRowTable rows = new HashRowTable();
        Map<Bytes, byte[]> expected = new HashMap<>();
        for (int i = 0; i < 400_000; i++) {
            Bytes key = key(dice.nextInt(20_000)); // each about twenty times: most rows are replaced, and collected
            byte[] value = new byte[length(dice)];
            dice.nextBytes(value);
            rows.put(key, value);
            expected.put(key, value);
        }

        assertThat(rows.size()).isEqualTo(expected.size());
        expected.forEach((key, value) -> assertThat(rows.get(key)).isEqualTo(value));
        for (int absent = 20_000; absent < 40_000; absent++) {
            assertThat(rows.get(key(absent))).isNull();
        }
        Map<Bytes, byte[]> walked = new HashMap<>();
        long bytes = 0;
        for (int segment = 0; segment < RowTable.SEGMENTS; segment++) {
            rows.forEach(
                    segment, (key, value) -> assertThat(walked.put(key, value)).isNull());
            bytes += rows.bytes(segment);
        }
        assertThat(walked).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(bytes)
                .isEqualTo(expected.values().stream()
                        .mapToLong(value -> 16 + lengthBytes(value.length) + value.length)
                        .sum());
    }

    private static int length(SplittableRandom dice) {
        if (dice.nextInt(2_000) == 0) {
            return 30_000 + dice.nextInt(40_000); // larger than a chunk, or nearly
        }
        return dice.nextInt(6) == 0 ? dice.nextInt(300) : 20 + dice.nextInt(3);
    }

    @Test
    void shouldShowARowOnceWhenAnotherLengthTookItsPlace() {
        HashRowTable rows = new HashRowTable();
        for (int i = 0; i < 10; i++) {
            rows.put(ofFirstSegment(i), new byte[20]);
            rows.put(ofFirstSegment(i), new byte[21]);
        }

        List<Integer> lengths = new ArrayList<>();
        rows.forEach(0, (key, value) -> lengths.add(value.length));
        assertThat(lengths).hasSize(10).containsOnly(21);
    }

    @Test
    void shouldFindRowsBehindTheSpaceMadeForALargeOne() {
        HashRowTable rows = new HashRowTable();
        Map<Bytes, byte[]> expected = new HashMap<>();
        Bytes large = ofFirstSegment(0);
        rows.put(large, new byte[40_000]);
        rows.put(large, new byte[40_000]); // in place
        expected.put(large, new byte[40_000]);
        for (int i = 1; i <= 5_000; i++) {
            rows.put(ofFirstSegment(i), new byte[] {(byte) i});
            expected.put(ofFirstSegment(i), new byte[] {(byte) i});
        }

        assertThat(rows.size()).isEqualTo(expected.size());
        expected.forEach((key, value) -> assertThat(rows.get(key)).isEqualTo(value));
    }

    private static Bytes ofFirstSegment(int number) {
        Bytes key = key(number);
        key.get()[0] = 0;
        return key;
    }

    /** The value of a rating takes 24 bytes or less, unless it has a subject. */
    @Test
    void shouldTakeLessThanSixtyBytesForAnId() {
        byte[] value = new byte[24];
        long before = liveHeap();
        HashRowTable rows = new HashRowTable();
        for (int i = 0; i < MANY; i++) {
            rows.put(key(i), value);
        }

        assertThat((liveHeap() - before) / (double) MANY).isBetween(41.0, 60.0);
        assertThat(rows.size()).isEqualTo(MANY);
    }

    private static int lengthBytes(int length) {
        return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : 3;
    }

    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    private static Bytes key(long number) {
        byte[] key = new byte[HashRowTable.KEY_BYTES];
        new SplittableRandom(number).nextBytes(key);
        return Bytes.wrap(key);
    }
}
