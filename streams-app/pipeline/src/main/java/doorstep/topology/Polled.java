package doorstep.topology;

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
 * What one poll brought of one partition, as a header of the one record that Kafka Streams sees of it: its work on a
 * record is as much as a third of ours, and so it is done once a poll. That record stands where the first of them does:
 * while it waits, Kafka Streams commits its place as the next one to be read, and after it, where the poll ended.
 *
 * <p>Lives in memory only, and is known by its class: whatever headers somebody sends, none of them is one of these.
 */
public final class Polled implements Header {
    private static final String KEY = "doorstep.polled";

    private final List<ConsumerRecord<byte[], byte[]>> records;

    private Polled(List<ConsumerRecord<byte[], byte[]>> records) {
        this.records = records;
    }

    /** Of the consumer that feeds the tasks. */
    public static final class Interceptor implements ConsumerInterceptor<byte[], byte[]> {
        @Override
        public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> packed = new HashMap<>();
            for (TopicPartition partition : polled.partitions()) {
                packed.put(partition, List.of(pack(polled.records(partition))));
            }
            return new ConsumerRecords<>(packed, polled.nextOffsets());
        }

        @Override
        public void configure(Map<String, ?> configs) {}

        @Override
        public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

        @Override
        public void close() {}
    }

    /** @param records of one partition, in its order; at least one */
    public static ConsumerRecord<byte[], byte[]> pack(List<ConsumerRecord<byte[], byte[]>> records) {
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
                new RecordHeaders(List.<Header>of(new Polled(records))),
                first.leaderEpoch());
    }

    /** Those that were polled together; of a record that came by itself, that one. */
    static List<ConsumerRecord<byte[], byte[]>> unpack(Record<byte[], byte[]> in, RecordMetadata place) {
        if (in.headers().lastHeader(KEY) instanceof Polled polled) {
            return polled.records;
        }
        return List.of(new ConsumerRecord<>(
                place.topic(),
                place.partition(),
                place.offset(),
                in.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                in.key(),
                in.value(),
                in.headers(),
                Optional.empty()));
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
