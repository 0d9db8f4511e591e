// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.avro.VisitCount;
import doorstep.feed.ResultReader.Reading;
import doorstep.rows.Position;
import doorstep.wire.BundledSchemas;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ResultReaderTest {
    private static final String TOPIC = TopicNames.DEFAULT.of(Topics.VISIT_COUNTS);
    private static final TopicPartition ROWS = FeedFixture.ROWS;
    private static final TopicPartition OTHER_ROWS = FakeCluster.partition(Topics.VISIT_COUNTS, 1);
    private static final List<TopicPartition> CLOCK = List.of(FakeCluster.partition(Topics.PROGRESS, 0));
    private static final long EIGHT_DAYS = Duration.ofDays(8).toMillis();

    private final FeedFixture feed = new FeedFixture();
    private final Rows rows = new Rows();

    /** What a reader has read: its rows, changed by what comes. */
    private static final class Rows implements ResultReader.Sink {
        private final RowRecordDecoder decoder = new RowRecordDecoder(Topics.VISIT_COUNTS, new BundledSchemas());
        private final Map<String, Long> before = new TreeMap<>();
        private final Map<String, Long> now = new TreeMap<>();
        private final List<Boolean> begins = new ArrayList<>();

        @Override
        public void begin(boolean fromStart) {
            begins.add(fromStart);
            now.clear();
            if (!fromStart) {
                now.putAll(before);
            }
        }

        @Override
        public void take(ConsumerRecord<byte[], byte[]> record) {
            RowRecord row = decoder.decode(record).orElseThrow();
            row.value()
                    .ifPresentOrElse(
                            it -> now.put(row.key(), ((VisitCount) it).getVisits()), () -> now.remove(row.key()));
        }

        void keep() {
            before.clear();
            before.putAll(now);
        }
    }

    private Map<TopicPartition, Position> read(Map<TopicPartition, Position> positions, FakeLog log) {
        FeedClock clock = new FeedClock(() -> Instant.ofEpochMilli(feed.cluster.machineMs()), () -> feed.cluster.nanos);
        Reading reading = new ResultReader(log, clock, CLOCK).read(TOPIC, positions, rows);
        rows.keep();
        return reading.ends();
    }

    /** The rows of the topic, as it is now. */
    private Map<String, Long> topic() {
        Rows all = new Rows();
        feed.cluster.records(ROWS, 0, Integer.MAX_VALUE).forEach(all::take);
        feed.cluster.records(OTHER_ROWS, 0, Integer.MAX_VALUE).forEach(all::take);
        return all.now;
    }

    @Test
    void shouldReadBeyondAnEndThatHasMoved() {
        feed.row(ROWS, "a", 1);
        feed.row(ROWS, "b", 1);
        feed.row(ROWS, "c", 1);
        feed.row(ROWS, "d", 1);
        FakeLog log = feed.log().before(2, () -> {
            feed.row(ROWS, "d", 2); // behind the end that was asked for
            feed.cluster.clean(ROWS);
        });
        Map<TopicPartition, Position> ends = read(Map.of(), log);
        assertThat(rows.now).isEqualTo(topic()).hasSize(4);
        assertThat(ends.get(ROWS).next()).isEqualTo(5);
    }

    @Test
    void shouldReadWhatComesWithTheLastRecord() {
        feed.row(ROWS, "a", 1);
        feed.row(ROWS, "b", 1);
        FakeLog log = new FakeLog(feed.cluster, 1).before(2, () -> feed.row(ROWS, "a", 2));
        Map<TopicPartition, Position> ends = read(Map.of(), log);
        assertThat(rows.now).isEqualTo(topic()).containsValue(2L);
        assertThat(ends.get(ROWS).next()).isEqualTo(3);
    }

    @Test
    void shouldGoOnWhereItEnded() {
        feed.row(ROWS, "a", 1);
        feed.row(ROWS, "b", 1);
        Map<TopicPartition, Position> ends = read(Map.of(), feed.log());
        feed.tombstone(ROWS, "a");
        read(ends, feed.log());
        assertThat(rows.begins).containsExactly(true, false);
        assertThat(rows.now).isEqualTo(topic()).hasSize(1);
    }

    @Test
    void shouldTrustAPositionAtTheEndHoweverOldItIs() {
        feed.row(ROWS, "a", 1);
        Map<TopicPartition, Position> ends = read(Map.of(), feed.log());
        feed.cluster.pass(10 * EIGHT_DAYS);
        read(ends, feed.log());
        assertThat(rows.begins).containsExactly(true, false);
    }

    @Test
    void shouldReadFromTheStartWhenAPositionIsTooOld() {
        feed.row(ROWS, "a", 1);
        feed.row(ROWS, "b", 1);
        Map<TopicPartition, Position> ends = read(Map.of(), feed.log());
        feed.tombstone(ROWS, "a");
        feed.row(ROWS, "b", 2);
        forgetTombstones();
        read(ends, feed.log());
        assertThat(rows.begins).containsExactly(true, true);
        assertThat(rows.now).isEqualTo(topic()).hasSize(1);
    }

    /** The pipeline has stopped long ago: nobody tells the brokers' time. */
    @Test
    void shouldReadATopicThatNobodyWritesTo() {
        feed.row(ROWS, "a", 1);
        feed.cluster.pass(10 * EIGHT_DAYS);
        read(Map.of(), feed.log());
        assertThat(rows.begins).containsExactly(true);
    }

    @Test
    void shouldReadAgainWhenReadingTookTooLong() {
        feed.row(ROWS, "a", 1);
        read(Map.of(), feed.log().before(1, () -> feed.cluster.pass(EIGHT_DAYS)));
        assertThat(rows.begins).containsExactly(true, true);
    }

    private void forgetTombstones() {
        feed.cluster.clean(ROWS);
        feed.cluster.pass(EIGHT_DAYS);
        feed.cluster.clean(ROWS);
    }

    @Test
    void shouldJudgeAPositionAgainAfterReading() {
        feed.row(ROWS, "a", 1);
        feed.row(ROWS, "b", 1);
        Map<TopicPartition, Position> ends = read(Map.of(), feed.log());
        feed.row(ROWS, "b", 2);
        feed.row(ROWS, "c", 2);
        feed.row(ROWS, "d", 2);
        feed.tombstone(ROWS, "a");
        feed.row(ROWS, "e", 2);
        read(ends, feed.log().before(2, this::forgetTombstones)); // the machine slept
        assertThat(rows.begins).containsExactly(true, false, true);
        assertThat(rows.now).isEqualTo(topic()).hasSize(4);
    }

    @Test
    void shouldReadATopicThatIsCreatedAnewMeanwhile() {
        feed.row(ROWS, "a", 1);
        feed.row(ROWS, "b", 1);
        FakeLog log = feed.log().before(1, () -> {
            feed.cluster.create(Topics.VISIT_COUNTS);
            feed.row(ROWS, "c", 1);
            feed.row(ROWS, "d", 1);
        });
        read(Map.of(), log);
        assertThat(rows.begins).containsExactly(true, true);
        assertThat(rows.now).isEqualTo(topic()).hasSize(2);
    }

    @Test
    void shouldHaveTheRowsThatThereAreWhateverHappened() {
        for (int seed = 0; seed < 300; seed++) {
            ResultReaderTest one = new ResultReaderTest();
            one.play(new Random(seed));
            assertThat(one.rows.now).as("seed %d", seed).isEqualTo(one.topic());
        }
    }

    private void play(Random random) {
        Map<TopicPartition, Position> ends = Map.of();
        for (int i = 0; i < 6; i++) {
            for (int left = random.nextInt(8); left > 0; left--) {
                happen(random);
            }
            int[] busy = {random.nextInt(12)};
            ends = read(ends, new FakeLog(feed.cluster, 1 + random.nextInt(3)).beforeEach(() -> {
                        if (busy[0]-- > 0) {
                            happen(random);
                        }
                    }));
        }
        read(ends, feed.log());
    }

    private void happen(Random random) {
        TopicPartition partition = random.nextBoolean() ? ROWS : OTHER_ROWS;
        String unit = partition.partition() + "-" + random.nextInt(4); // a key is in one partition
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> feed.row(partition, unit, 1 + random.nextInt(100));
            case 3 -> feed.tombstone(partition, unit);
            case 4 -> feed.cluster.mark(partition);
            case 5, 6 -> feed.cluster.clean(partition);
            default -> feed.cluster.pass(random.nextInt(6) * Duration.ofDays(1).toMillis());
        }
    }
}
