// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A part of the records that one poll returned of one partition, carried as a header of a single record that stands for them in Kafka
 * Streams. Kafka Streams spends up to a third as much work on a record as Doorstep does, and so spends it once per
 * batch. The carrying record has the offset of the first of its records: while it is queued, Kafka Streams commits that
 * offset as the next one to read, and after the last batch of a poll, the position where the poll ended.
 *
 * <p>A poll is split into several batches because Kafka Streams may commit between two records, but never within one.
 *
 * <p>Exists in memory only and is recognized by its class, so no header that a producer sends can be mistaken for one.
 */
public final class PollBatch implements Header {
    private static final String KEY = "doorstep.polled";
    private static final int MOST_RECORDS = 200;
    private static final int MOST_BYTES = 512 << 10;

    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final long end;

    private PollBatch(List<ConsumerRecord<byte[], byte[]>> records, long end) {
        this.records = records;
        this.end = end;
    }

    /** Interceptor of the consumer that feeds the tasks. */
    public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batches = new HashMap<>();
            for (TopicPartition partition : polled.partitions()) {
                batches.put(partition, split(polled.records(partition), MOST_RECORDS, MOST_BYTES));
            }
            return new ConsumerRecords<>(batches, polled.nextOffsets());
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }

    /**
     * Splits what a poll returned into batches.
     *
     * @param polled records of one partition, in their order; at least one
     * @param mostRecords maximum per batch
     * @param mostBytes maximum per batch, except for a batch of one record
     */
    public static List<ConsumerRecord<byte[], byte[]>> split(
            List<ConsumerRecord<byte[], byte[]>> polled, int mostRecords, int mostBytes) {
        long end = polled.get(polled.size() - 1).offset() + 1;
        List<ConsumerRecord<byte[], byte[]>> batches = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < polled.size(); i++) {
            int size = bytes(polled.get(i));
            if (i > from && (i - from == mostRecords || bytes + size > mostBytes)) {
                batches.add(carrier(polled.subList(from, i), end));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        batches.add(carrier(polled.subList(from, polled.size()), end));
        return batches;
    }

    private static int bytes(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static ConsumerRecord<byte[], byte[]> carrier(List<ConsumerRecord<byte[], byte[]>> records, long end) {
        ConsumerRecord<byte[], byte[]> first = records.get(0);
        return new ConsumerRecord<>(
                first.topic(),
                first.partition(),
                first.offset(),
                first.timestamp(),
                first.timestampType(),
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                null,
                null,
                new RecordHeaders(List.<Header>of(new PollBatch(records, end))),
                first.leaderEpoch());
    }

    /** The batch that a record carries; for a record without one, a batch of that record alone. */
    public static PollBatch of(Record<byte[], byte[]> in, RecordMetadata metadata) {
        if (in.headers().lastHeader(KEY) instanceof PollBatch pollBatch) {
            return pollBatch;
        }
        ConsumerRecord<byte[], byte[]> alone = new ConsumerRecord<>(
                metadata.topic(),
                metadata.partition(),
                metadata.offset(),
                in.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                in.key(),
                in.value(),
                in.headers(),
                Optional.empty());
        return new PollBatch(List.of(alone), metadata.offset() + 1);
    }

    public List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    /** The offset after the last record of the poll that returned this batch. */
    public long end() {
        return end;
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public byte[] value() {
        return null;
    }
}
