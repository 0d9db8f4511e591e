// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.bench.FeedbackBytes.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;

/**
 * Hopping windows of the Kafka Streams DSL: scores by unit, 24 hours by 1 hour, at-least-once, the latest rows to
 * Kafka. It counts every delivery, including repetitions and corrections, and has neither prefixes nor other windows.
 */
final class Hopping implements BenchTask {
    static final String OUTPUT = "bench.hopping";

    private static final Duration SIZE = Duration.ofHours(24);
    private static final Duration STEP = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofDays(40);

    @Override
    public Measured run(Job job) {
        LongAdder added = new LongAdder();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        job.input().topic(),
                        Consumed.with(Serdes.ByteArray(), events())
                                .withTimestampExtractor((record, before) -> ((Fields) record.value()).at()))
                .map((id, event) -> KeyValue.pair(event.unit(), event.score()))
                .groupByKey(Grouped.with(Serdes.String(), Serdes.Integer()))
                .windowedBy(TimeWindows.ofSizeAndGrace(SIZE, GRACE).advanceBy(STEP))
                .aggregate(
                        Scores::new,
                        (unit, score, scores) -> {
                            added.increment();
                            return scores.plus(score);
                        },
                        Materialized.with(Serdes.String(), Scores.serde()))
                .toStream(
                        (window, scores) -> window.key() + "@" + window.window().start())
                .to(OUTPUT, Produced.with(Serdes.String(), Scores.serde()));
        long windows = SIZE.dividedBy(STEP);
        return StreamsRun.run(
                job,
                builder.build(),
                StreamsRun.settings(job, StreamsConfig.AT_LEAST_ONCE),
                () -> added.sum() >= job.input().events() * windows);
    }

    private static Serde<Fields> events() {
        // Both threads share this serde.
        ThreadLocal<FeedbackBytes> decoder = ThreadLocal.withInitial(FeedbackBytes::new);
        return Serdes.serdeFrom(
                (topic, event) -> {
                    throw new AssertionError("events are only read");
                },
                (topic, value) -> decoder.get().read(value));
    }

    /** Adds a record of the output topic. */
    static void read(byte[] key, byte[] value, CellFigures to) {
        String text = new String(key, StandardCharsets.UTF_8);
        int at = text.lastIndexOf('@');
        ByteBuffer in = ByteBuffer.wrap(value);
        to.put(text.substring(0, at), Long.parseLong(text.substring(at + 1)), in.getLong(), in.getLong());
    }

    /** Count, sum and distribution. */
    private static final class Scores {
        private static final int STARS = 5;

        private long count;
        private long sum;
        private final long[] stars = new long[STARS];

        Scores plus(int score) {
            count++;
            sum += score;
            stars[score - 1]++;
            return this;
        }

        static Serde<Scores> serde() {
            return Serdes.serdeFrom((topic, scores) -> scores.toBytes(), (topic, bytes) -> fromBytes(bytes));
        }

        private byte[] toBytes() {
            ByteBuffer out =
                    ByteBuffer.allocate((2 + STARS) * Long.BYTES).putLong(count).putLong(sum);
            for (long number : stars) {
                out.putLong(number);
            }
            return out.array();
        }

        private static Scores fromBytes(byte[] bytes) {
            if (bytes == null) {
                return null;
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            Scores scores = new Scores();
            scores.count = in.getLong();
            scores.sum = in.getLong();
            for (int i = 0; i < STARS; i++) {
                scores.stars[i] = in.getLong();
            }
            return scores;
        }
    }
}
