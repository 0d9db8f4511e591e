// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        HashRowTable rows = new HashRowTable(KeyLayout.HASHES);
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
        assertWalk(rows, expected);
    }

    /** All rows one after the other, and the bytes that they take. */
    private static void assertWalk(RowTable rows, Map<Bytes, byte[]> expected) {
        Map<Bytes, byte[]> walked = new HashMap<>();
        long bytes = 0;
        for (int segment = 0; segment < RowTable.SEGMENTS; segment++) {
            rows.forEach(
                    segment, (key, value) -> assertThat(walked.put(key, value)).isNull());
            bytes += rows.bytes(segment);
        }
        assertThat(walked).containsExactlyInAnyOrderEntriesOf(expected);
        long expectedBytes = 0;
        for (Map.Entry<Bytes, byte[]> row : expected.entrySet()) {
            int length = row.getValue().length;
            expectedBytes += row.getKey().get().length + lengthBytes(length) + length;
        }
        assertThat(bytes).isEqualTo(expectedBytes);
    }

    private static int length(SplittableRandom dice) {
        if (dice.nextInt(2_000) == 0) {
            return 30_000 + dice.nextInt(40_000); // larger than a chunk, or nearly
        }
        return dice.nextInt(6) == 0 ? dice.nextInt(300) : 20 + dice.nextInt(3);
    }

    @Test
    void shouldShowARowOnceWhenAnotherLengthTookItsPlace() {
        HashRowTable rows = new HashRowTable(KeyLayout.HASHES);
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
        HashRowTable rows = new HashRowTable(KeyLayout.HASHES);
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

    /** Against a map, with keys as dense as the numbers of cells and days are. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a search in a full table would never end
    void shouldFindWhatRemovedRowsLeftBehind() {
        for (int seed = 1; seed <= 20; seed++) {
            SplittableRandom dice = new SplittableRandom(seed);
            HashRowTable rows = new HashRowTable(KeyLayout.NUMBERS);
            Map<Bytes, byte[]> expected = new HashMap<>();
            for (int i = 0; i < 40_000; i++) {
                Bytes key = number(dice.nextInt(30), dice.nextInt(2_000));
                if (dice.nextInt(5) < 2) {
                    rows.remove(key);
                    expected.remove(key);
                } else {
                    byte[] value = new byte[length(dice) % 40];
                    rows.put(key, value);
                    expected.put(key, value);
                }
            }

            assertThat(rows.size()).isEqualTo(expected.size());
            for (int cell = 0; cell < 30; cell++) {
                for (int start = 0; start < 2_000; start++) {
                    Bytes key = number(cell, start);
                    assertThat(rows.get(key)).isEqualTo(expected.get(key));
                }
            }
            assertWalk(rows, expected);
        }
    }

    @Test
    void shouldKeepNumbersOfOneGroupInOneSegment() {
        RowTable rows = new HashRowTable(KeyLayout.NUMBERS);
        Set<Integer> segments = new HashSet<>();
        for (int cell = 0; cell < 1_000; cell++) {
            segments.add(rows.segment(number(cell, 0)));
            assertThat(rows.segment(number(cell, 0xfffffffffL))).isEqualTo(rows.segment(number(cell, 0)));
        }
        assertThat(segments).as("spread evenly").hasSize(RowTable.SEGMENTS);
    }

    @Test
    void shouldTakeLessThanFortyBytesForATally() {
        byte[] value = new byte[10];
        long before = liveHeap();
        RowTable rows = new HashRowTable(KeyLayout.NUMBERS);
        for (int i = 0; i < MANY; i++) {
            rows.put(number(i / 40, i % 40), value);
        }

        assertThat((liveHeap() - before) / (double) MANY).isBetween(24.0, 40.0);
        assertThat(rows.size()).isEqualTo(MANY);
    }

    /** @param group 28 bits */
    private static Bytes number(long group, long rest) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(group << 36 | rest).array());
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
        HashRowTable rows = new HashRowTable(KeyLayout.HASHES);
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
        byte[] key = new byte[16];
        new SplittableRandom(number).nextBytes(key);
        return Bytes.wrap(key);
    }
}
