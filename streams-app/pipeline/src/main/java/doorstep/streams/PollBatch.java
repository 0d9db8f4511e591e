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
 * A pack: records that one poll brought of one partition, as a header of the one record that Kafka Streams sees of them.
 * Its work on a record is as much as a third of ours, and so it is done once a pack. That record stands where the first
 * of them does: while it waits, Kafka Streams commits its place as the next one to be read, and after the last pack of a
 * poll, where the poll ended.
 *
 * <p>A poll is cut into several packs, because Kafka Streams may commit between two records, and never within one.
 *
 * <p>Lives in memory only, and is known by its class: whatever headers somebody sends, none of them is one of these.
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

    /** Of the consumer that feeds the tasks. */
    public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> pollBatch) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> packed = new HashMap<>();
            for (TopicPartition partition : pollBatch.partitions()) {
                packed.put(partition, packs(pollBatch.records(partition), MOST_RECORDS, MOST_BYTES));
            }
            return new ConsumerRecords<>(packed, pollBatch.nextOffsets());
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }

    /**
     * What a poll brought, cut into packs.
     *
     * @param pollBatch of one partition, in its order; at least one
     * @param mostRecords of a pack
     * @param mostBytes of a pack, unless its only record has more
     */
    public static List<ConsumerRecord<byte[], byte[]>> packs(
            List<ConsumerRecord<byte[], byte[]>> pollBatch, int mostRecords, int mostBytes) {
        long end = pollBatch.get(pollBatch.size() - 1).offset() + 1;
        List<ConsumerRecord<byte[], byte[]>> packs = new ArrayList<>();
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < pollBatch.size(); i++) {
            int size = bytes(pollBatch.get(i));
            if (i > from && (i - from == mostRecords || bytes + size > mostBytes)) {
                packs.add(pack(pollBatch.subList(from, i), end));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        packs.add(pack(pollBatch.subList(from, pollBatch.size()), end));
        return packs;
    }

    private static int bytes(ConsumerRecord<byte[], byte[]> record) {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private static ConsumerRecord<byte[], byte[]> pack(List<ConsumerRecord<byte[], byte[]>> records, long end) {
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

    /** The pack that a record carries; of a record that came by itself, that one. */
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

    /** The offset after the last record of the poll that brought them. */
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
