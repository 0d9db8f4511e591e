// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchedChangelogTest {
    /** A record of a changelog. A null value deletes the key. */
    private record Entry(Bytes key, byte[] value) {}

    private final List<Entry> changelog = new ArrayList<>();

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("hashed", (Supplier<RowTable>) BatchedChangelogTest::hashed),
                Arguments.of("sorted", (Supplier<RowTable>) SortedRowTable::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void shouldHoldWhatWasCommittedWhateverHappened(String name, Supplier<RowTable> empty) {
        for (long seed = 1; seed <= 60; seed++) {
            changelog.clear();
            runRandomly(new SplittableRandom(seed), empty, "seed " + seed);
        }
    }

    private void runRandomly(SplittableRandom dice, Supplier<RowTable> empty, String about) {
        Map<Bytes, byte[]> committed = new TreeMap<>();
        RowTable rows = empty.get();
        BatchedChangelog log = new BatchedChangelog(rows);
        int keys = 1 + dice.nextInt(3_000);
        for (int commit = 0; commit < 60; commit++) {
            Map<Bytes, byte[]> now = new TreeMap<>(committed);
            for (int change = dice.nextInt(300); change > 0; change--) {
                Bytes key = key(dice.nextInt(keys));
                byte[] value = dice.nextInt(4) == 0 ? null : value(dice);
                log.put(key, value);
                if (value == null) {
                    now.remove(key);
                } else {
                    now.put(key, value);
                }
                assertSame(log.get(key), value, about);
            }
            List<Entry> sent = new ArrayList<>();
            log.send((key, value) -> sent.add(new Entry(Bytes.wrap(key), value)));
            boolean aborted = dice.nextInt(10) == 0;
            if (!aborted) {
                changelog.addAll(sent);
                committed = now;
            }
            if (aborted || dice.nextInt(10) == 0) {
                if (dice.nextBoolean()) {
                    compact(dice);
                }
                rows = empty.get();
                log = new BatchedChangelog(rows);
                for (Entry entry : changelog) {
                    log.restore(entry.key().get(), entry.value());
                }
            }
            assertSame(rows, committed, about);
        }
    }

    /** Log compaction: removes older versions of a key up to a random offset, and in some runs tombstones. */
    private void compact(SplittableRandom dice) {
        int cleanTo = dice.nextInt(changelog.size() + 1);
        Map<Bytes, Integer> last = new LinkedHashMap<>();
        for (int i = 0; i < cleanTo; i++) {
            last.put(changelog.get(i).key(), i);
        }
        Set<Integer> gone = new HashSet<>();
        boolean tombstonesToo = dice.nextBoolean();
        for (int i = 0; i < cleanTo; i++) {
            Entry entry = changelog.get(i);
            if (last.get(entry.key()) != i || (tombstonesToo && entry.value() == null)) {
                gone.add(i);
            }
        }
        List<Entry> left = new ArrayList<>();
        for (int i = 0; i < changelog.size(); i++) {
            if (!gone.contains(i)) {
                left.add(changelog.get(i));
            }
        }
        changelog.clear();
        changelog.addAll(left);
    }

    private static void assertSame(RowTable rows, Map<Bytes, byte[]> expected, String about) {
        Map<Bytes, byte[]> found = new TreeMap<>();
        for (int segment = 0; segment < RowTable.SEGMENTS; segment++) {
            long[] bytes = {0};
            rows.forEach(segment, (key, value) -> {
                if (found.put(key, value) != null) {
                    fail(about + ": a key twice");
                }
                bytes[0] += key.get().length + value.length;
            });
            assertThat(rows.bytes(segment)).as(about).isGreaterThanOrEqualTo(bytes[0]);
        }
        assertThat(found).as(about).hasSameSizeAs(expected);
        expected.forEach((key, value) -> {
            assertSame(found.get(key), value, about);
            assertSame(rows.get(key), value, about);
        });
        assertThat(rows.size()).as(about).isEqualTo(expected.size());
        if (rows instanceof OrderedRowTable ordered) {
            assertInOrder(ordered, new TreeMap<>(expected), about);
        }
    }

    private static void assertInOrder(OrderedRowTable rows, TreeMap<Bytes, byte[]> expected, String about) {
        Bytes from = key(1);
        Bytes to = key(2);
        NavigableMap<Bytes, byte[]> between =
                from.compareTo(to) <= 0 ? expected.subMap(from, true, to, true) : expected.subMap(to, true, from, true);
        Bytes low = from.compareTo(to) <= 0 ? from : to;
        Bytes high = from.compareTo(to) <= 0 ? to : from;
        assertThat(keys(rows.ascending(low, high))).as(about).isEqualTo(List.copyOf(between.keySet()));
        assertThat(keys(rows.descending(low, high))).as(about).isEqualTo(List.copyOf(between.descendingKeySet()));
        assertThat(keys(rows.ascending(null, null))).as(about).isEqualTo(List.copyOf(expected.keySet()));
        assertThat(keys(rows.descending(null, null))).as(about).isEqualTo(List.copyOf(expected.descendingKeySet()));
    }

    /** Millions of times, so an assertion is made only for a value that is wrong. */
    private static void assertSame(byte[] actual, byte[] expected, String about) {
        if (!Arrays.equals(actual, expected)) {
            assertThat(actual).as(about).isEqualTo(expected);
        }
    }

    private static List<Bytes> keys(Iterator<Map.Entry<Bytes, byte[]>> rows) {
        List<Bytes> keys = new ArrayList<>();
        rows.forEachRemaining(row -> keys.add(row.getKey()));
        return keys;
    }

    @Test
    void shouldKeepTheLogWithinTwiceItsRows() {
        SplittableRandom dice = new SplittableRandom(1);
        RowTable rows = hashed();
        BatchedChangelog log = new BatchedChangelog(rows);
        Map<Bytes, byte[]> live = new LinkedHashMap<>();
        for (int commit = 0; commit < 2_000; commit++) {
            for (int change = 0; change < 100; change++) {
                log.put(key(dice.nextInt(20_000)), new byte[30]);
            }
            log.send((key, value) -> {
                if (value == null) {
                    live.remove(Bytes.wrap(key));
                } else {
                    live.put(Bytes.wrap(key), value);
                }
            });
        }

        long held = live.values().stream().mapToLong(batch -> batch.length).sum();
        long needed = 0;
        for (int segment = 0; segment < RowTable.SEGMENTS; segment++) {
            needed += rows.bytes(segment);
        }
        assertThat(held).isEqualTo(log.bytes());
        assertThat(held).isLessThan(2 * needed + RowTable.SEGMENTS * (8 << 10));
        assertThat(2_000L * 100 * 48).isGreaterThan(3 * held); // otherwise nothing was stale
    }

    @Test
    void shouldTellWhereASegmentIsRewritten() {
        BatchedChangelog log = new BatchedChangelog(hashed());
        int begun = 0;
        int sent = 0;
        for (int commit = 0; commit < 100; commit++) {
            log.put(key(1), new byte[1_000]);
            List<Boolean> begins = new ArrayList<>();
            log.send((key, value) -> begins.add(BatchedChangelog.begins(key, value)));
            sent += begins.size();
            begun += begins.stream().filter(begin -> begin).count();
            assertThat(begins.get(0)).as("what changed").isFalse();
        }
        assertThat(begun).isBetween(8, 11); // whenever more than 8 KB are stale
        assertThat(sent).isGreaterThan(100 + 2 * begun); // includes tombstones of the replaced batches
    }

    @Test
    void shouldRewriteFourMegabytesACommitMostStaleFirst() {
        StaleLog stale = new StaleLog(12, 1_000_000);
        List<Integer> rewritten = stale.commit(1_000);

        assertThat(rewritten)
                .as("the last ones are the most stale, five would be 5 MB")
                .containsExactly(11, 10, 9, 8);
        assertThat(stale.commit(1_000)).containsExactly(7, 6, 5, 4);
    }

    @Test
    void shouldRewriteTwiceWhatACommitAppends() {
        StaleLog stale = new StaleLog(12, 1_000_000);

        assertThat(stale.commit(250_000)).as("3 MB appended").hasSize(6);
    }

    @Test
    void shouldRewriteALargeSegmentWholeInOneCommit() {
        StaleLog stale = new StaleLog(2, 6_000_000);

        assertThat(stale.commit(1_000)).containsExactly(1);
        RowTable restored = new SortedRowTable();
        BatchedChangelog log = new BatchedChangelog(restored);
        changelog.stream()
                .dropWhile(entry -> !BatchedChangelog.begins(entry.key().get(), entry.value()))
                .forEach(entry -> log.restore(entry.key().get(), entry.value()));
        assertThat(restored.bytes(1)).isEqualTo(stale.rows.bytes(1));
        assertThat(log.isBroken()).isFalse();
    }

    /** Segments that were written twice, so that a third commit makes all of them stale at once. */
    private final class StaleLog {
        private static final int ROW_BYTES = 50_000;

        private final RowTable rows = new SortedRowTable();
        private final BatchedChangelog log = new BatchedChangelog(rows);
        private final int segments;
        private long largest;

        StaleLog(int segments, int bytesOfEach) {
            this.segments = segments;
            commit(bytesOfEach);
            commit(bytesOfEach);
            changelog.clear();
        }

        /** @return segments that are rewritten, in order */
        List<Integer> commit(int bytesOfEach) {
            for (int segment = 0; segment < segments; segment++) {
                for (int row = 0; row <= (bytesOfEach - 1) / ROW_BYTES; row++) {
                    log.put(
                            Bytes.wrap(new byte[] {(byte) (2 * segment), (byte) row}),
                            new byte[ROW_BYTES - 100 + segment]);
                }
            }
            List<Integer> rewritten = new ArrayList<>();
            AtomicLong sent = new AtomicLong();
            log.send((key, value) -> {
                sent.addAndGet(value == null ? 0 : value.length);
                changelog.add(new Entry(Bytes.wrap(key), value));
                if (BatchedChangelog.begins(key, value)) {
                    rewritten.add((int) key[0]);
                }
            });
            largest = Math.max(largest, sent.get());
            assertThat(log.largestSent()).isEqualTo(largest);
            return rewritten;
        }
    }

    @Test
    void shouldSplitWhatIsLargerThanARecord() {
        BatchedChangelog log = new BatchedChangelog(new SortedRowTable());
        for (int i = 0; i < 3_000; i++) {
            log.put(Bytes.wrap(new byte[] {1, (byte) (i >> 8), (byte) i}), new byte[1_000]);
        }
        log.send((key, value) -> changelog.add(new Entry(Bytes.wrap(key), value)));

        assertThat(changelog).hasSizeGreaterThan(10);
        assertThat(changelog).allMatch(entry -> entry.value().length < 300_000);
    }

    @Test
    void shouldRefuseALogOfARecordForEachRow() {
        BatchedChangelog log = new BatchedChangelog(hashed());

        assertThatThrownBy(() -> log.restore(new byte[16], new byte[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format");
    }

    private static RowTable hashed() {
        return new HashRowTable(KeyLayout.HASHES);
    }

    private static Bytes key(int number) {
        SplittableRandom hash = new SplittableRandom(number);
        byte[] key = new byte[16];
        hash.nextBytes(key);
        return Bytes.wrap(key);
    }

    private static byte[] value(SplittableRandom dice) {
        byte[] value = new byte[dice.nextInt(20) == 0 ? 200 : 20 + dice.nextInt(3)];
        dice.nextBytes(value);
        return value;
    }
}
