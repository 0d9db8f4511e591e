// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.cluster.ClusterException;
import doorstep.cluster.ValueReader;
import doorstep.event.Minutes;
import doorstep.family.Family;
import doorstep.feed.FeedClock;
import doorstep.feed.OffsetRange;
import doorstep.feed.ParsedKey;
import doorstep.feed.RangeReader;
import doorstep.feed.RowLog;
import doorstep.wire.AvroReader.UnreadableException;
import doorstep.wire.KeyPartition;
import doorstep.wire.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Finds one row of a result topic. Not thread-safe. */
final class RowLookup {
    private static final String AS_OF = "as-of";
    /** How {@code PrintableText} writes what must not be printed. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9A-F]{4})");

    /** @param row empty for a tombstone */
    record Found(Figure figure, Optional<SpecificRecord> row) {}

    private final RowLog log;
    private final String topic;
    private final Family family;
    private final ValueReader<SpecificRecord> values;
    private final int partitions;

    /** @param topic full name of the topic of the family's rows */
    RowLookup(RowLog log, String topic, Family family, SchemaRegistry registry) {
        this.log = log;
        this.topic = topic;
        this.family = family;
        values = new ValueReader<>(family.topic(), registry);
        partitions = log.topics(List.of(topic), List.of()).get(topic).partitions();
    }

    /** The latest record of a key, as the topic has it or as it is printed; empty if there is none. */
    Optional<Found> find(String typed) {
        List<String> texts = new ArrayList<>(List.of(typed));
        if (ESCAPED.matcher(typed).find()) {
            texts.add(ESCAPED.matcher(typed)
                    .replaceAll(
                            it -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(it.group(1), 16)))));
        }
        return texts.stream()
                .flatMap(text -> ParsedKey.of(family.code(), text).stream())
                .flatMap(key -> find(key).stream())
                .findFirst();
    }

    private Optional<Found> find(ParsedKey parsed) {
        byte[] key = parsed.head().key().getBytes(StandardCharsets.UTF_8);
        List<ConsumerRecord<byte[], byte[]>> latest = new ArrayList<>(1);
        scan(IntStream.of(KeyPartition.of(key, partitions)), record -> {
            if (Arrays.equals(record.key(), key)) {
                latest.clear();
                latest.add(record);
            }
        });
        return latest.stream().map(record -> found(parsed, record)).findFirst();
    }

    private Found found(ParsedKey key, ConsumerRecord<byte[], byte[]> record) {
        Header asOf = record.headers().lastHeader(AS_OF);
        if (asOf == null) {
            throw notARow(record, null);
        }
        Instant at = Instant.parse(new String(asOf.value(), StandardCharsets.UTF_8));
        Figure figure = new Figure(family.topic(), key, Minutes.of(at));
        try {
            return new Found(figure, record.value() == null ? Optional.empty() : Optional.of(values.read(record)));
        } catch (UnreadableException e) {
            throw notARow(record, e);
        }
    }

    private static ClusterException notARow(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        return new ClusterException(
                "the record at " + ValueReader.place(record) + ", is not a row; did another program write there?",
                cause);
    }

    /** Keys of rows that a mistyped one probably meant, the nearest first. */
    List<String> nearest(String typed) {
        NearestKeys nearest = new NearestKeys(typed);
        scan(IntStream.range(0, partitions), record -> {
            if (record.key() != null) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    nearest.remove(key);
                } else {
                    nearest.add(key);
                }
            }
        });
        return nearest.inOrder();
    }

    private void scan(IntStream some, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        List<TopicPartition> scanned =
                some.mapToObj(it -> new TopicPartition(topic, it)).toList();
        Map<TopicPartition, Long> starts = log.starts(scanned);
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        log.ends(scanned)
                .forEach((partition, end) -> ranges.put(partition, new OffsetRange(starts.get(partition), end)));
        new RangeReader(log, FeedClock.SYSTEM).read(ranges, sink);
    }
}
