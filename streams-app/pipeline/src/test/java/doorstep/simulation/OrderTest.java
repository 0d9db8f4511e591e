// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.History.Draft;
import doorstep.history.HistoryGenerator;
import doorstep.history.OutputRows;
import doorstep.history.Seeds;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.model.RawRecord.RecordPosition;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promises 2 and 3 in docs/guarantees.md: the latest rows, byte for byte, depend only on the set of accepted records,
 * the configuration and as-of; in the topics, and in the file of a reader that was restarted again and again.
 */
class OrderTest {
    private static final int USUAL = 10;
    private static final int SHOWN = 5;

    @TempDir
    private Path directories;

    /** When as-of moves to its final value. */
    private enum AsOfMoves {
        BEFORE,
        DURING,
        AFTER
    }

    @Test
    void shouldShowTheSameRowsWhateverTheOrderOfProcessing() {
        AtomicLong rows = new AtomicLong();
        Seeds.of(USUAL).forEach(seed -> {
            History history = HistoryGenerator.history(seed);
            List<Draft> drafts = wellPlaced(history);
            SortedMap<String, SortedMap<String, ByteBuffer>> expected = inOrder(history, drafts);
            Dice dice = new Dice(seed * 31 + 2);
            for (int partitions : List.of(1, 3, 7)) {
                for (AsOfMoves moves : AsOfMoves.values()) {
                    List<Draft> shuffled = new ArrayList<>(drafts);
                    Collections.shuffle(shuffled, dice.random());
                    String when = "%d partitions, as-of moves %s the records, %s"
                            .formatted(partitions, moves, Seeds.again(seed));
                    ModelConfig config = history.config().withPartitions(partitions);
                    Path directory = directories.resolve(seed + "-" + partitions + "-" + moves);
                    try (KeptRows kept = new KeptRows(directory, Settings.of(config, 1), dice)) {
                        requireSame(
                                expected,
                                disorder(history, shuffled, partitions, moves, kept, dice)
                                        .results(),
                                when);
                        requireSame(figures(expected), kept.results(), when + ", as a reader keeps them");
                    }
                }
            }
            expected.values().forEach(latest -> rows.addAndGet(latest.size()));
        });
        System.out.println(rows + " rows, the same 9 times over");
        assertThat(rows.get()).isPositive();
    }

    @Test
    void shouldSendNoRowAgainWhenInputIsReadOrSentAgain() {
        Seeds.of(USUAL).forEach(seed -> {
            History history = HistoryGenerator.history(seed);
            Dice dice = new Dice(seed * 31 + 3);
            int partitions = dice.of(1, 3, 7);
            ModelConfig config = history.config().withPartitions(partitions);
            List<RawRecord> records = History.assign(wellPlaced(history), partitions, dice.random());
            Instant asOf = dice.of(history.asOfs());
            SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, 200), asOf, dice);
            FiguresEqualModel figures = new FiguresEqualModel(config, Seeds.again(seed));
            records.forEach(cluster::append);
            cluster.drain();
            Set<RecordPosition> refused =
                    figures.check(cluster, records, asOf).refused().keySet();
            long sent = cluster.sent();

            cluster.loseOffsets();
            cluster.drain();
            figures.check(cluster, records, asOf);
            assertThat(cluster.sent())
                    .as("rows sent after offsets were lost, %s", Seeds.again(seed))
                    .isEqualTo(sent);

            List<RawRecord> all = new ArrayList<>(records);
            for (RawRecord record : records) {
                // A refused record may be valid by now, if it was in the future then.
                if (!refused.contains(record.position())) {
                    long offset = cluster.endOffset(record.topic(), record.partition());
                    RawRecord again = new RawRecord(
                            record.topic(),
                            record.partition(),
                            offset,
                            record.key(),
                            record.value(),
                            record.appendedAt().plusSeconds(86_400));
                    all.add(again);
                    cluster.append(again);
                    cluster.act();
                }
            }
            cluster.drain();
            figures.check(cluster, all, asOf);
            assertThat(cluster.sent())
                    .as("rows sent after everything was sent again, %s", Seeds.again(seed))
                    .isEqualTo(sent);
        });
    }

    /** With one partition none is wrong, so misplaced records would be accepted and the sets would differ. */
    private static List<Draft> wellPlaced(History history) {
        return history.drafts().stream().filter(draft -> !draft.misplaced()).toList();
    }

    private static Instant last(History history) {
        return history.asOfs().get(history.asOfs().size() - 1);
    }

    private static SortedMap<String, SortedMap<String, ByteBuffer>> inOrder(History history, List<Draft> drafts) {
        Dice dice = new Dice(history.seed());
        ModelConfig config = history.config().withPartitions(1);
        SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, 1_000_000), last(history), dice);
        History.assign(drafts, 1, dice.random()).forEach(cluster::append);
        cluster.drain();
        return cluster.results();
    }

    private static SimulatedCluster disorder(
            History history, List<Draft> drafts, int partitions, AsOfMoves moves, KeptRows kept, Dice dice) {
        Instant end = last(history);
        long wayMs = dice.of(60_000L, 3_600_000L, 86_400_000L * 3, 86_400_000L * 100, 86_400_000L * 400);
        Instant start = moves == AsOfMoves.BEFORE ? end : end.minusMillis(wayMs);
        ModelConfig config = history.config().withPartitions(partitions);
        SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, dice.of(3L, 1_000_000L)), start, dice);
        cluster.read(kept::take);
        int appended = 0;
        for (RawRecord record : History.assign(drafts, partitions, dice.random())) {
            cluster.append(record);
            appended++;
            if (moves == AsOfMoves.DURING && dice.percent(10)) {
                cluster.setClock(start.plusMillis(wayMs * appended / drafts.size()));
            }
            for (int acts = dice.below(6); acts > 0; acts--) {
                cluster.act();
            }
        }
        if (moves == AsOfMoves.AFTER) {
            cluster.drain();
        }
        cluster.setClock(end);
        for (int acts = dice.below(60); acts > 0; acts--) {
            cluster.act();
        }
        cluster.drain();
        return cluster;
    }

    /** What a reader of figures keeps. */
    private static SortedMap<String, SortedMap<String, ByteBuffer>> figures(
            SortedMap<String, SortedMap<String, ByteBuffer>> results) {
        SortedMap<String, SortedMap<String, ByteBuffer>> figures = new TreeMap<>(results);
        figures.remove("doorstep.worklist");
        return figures;
    }

    private static void requireSame(
            Map<String, SortedMap<String, ByteBuffer>> expected,
            Map<String, SortedMap<String, ByteBuffer>> actual,
            String when) {
        List<String> differences = new ArrayList<>();
        Set<String> topics = new TreeSet<>(expected.keySet());
        topics.addAll(actual.keySet());
        for (String topic : topics) {
            SortedMap<String, ByteBuffer> wanted = expected.getOrDefault(topic, new TreeMap<>());
            SortedMap<String, ByteBuffer> found = actual.getOrDefault(topic, new TreeMap<>());
            Set<String> keys = new TreeSet<>(wanted.keySet());
            keys.addAll(found.keySet());
            for (String key : keys) {
                ByteBuffer want = wanted.get(key);
                ByteBuffer have = found.get(key);
                if (want == null || !want.equals(have)) {
                    differences.add(topic + " " + key + "\n  expected " + text(topic, want) + "\n  actual   "
                            + text(topic, have));
                }
            }
        }
        if (!differences.isEmpty()) {
            fail(
                    "%d rows differ: %s%n%s",
                    differences.size(),
                    when,
                    String.join("\n", differences.subList(0, Math.min(SHOWN, differences.size()))));
        }
    }

    private static String text(String topic, ByteBuffer value) {
        return value == null
                ? "no row"
                : OutputRows.fields(topic, value.array()).toString();
    }
}
