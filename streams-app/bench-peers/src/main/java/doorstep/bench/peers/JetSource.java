// SPDX-License-Identifier: Apache-2.0
package doorstep.bench.peers;

import com.hazelcast.jet.core.Processor;
import com.hazelcast.jet.pipeline.SourceBuilder;
import doorstep.bench.FeedbackBytes;
import doorstep.bench.FirstBatch;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A source that reads some partitions of a topic up to the end offsets at its start, then emits one event far ahead,
 * which closes every window.
 */
final class JetSource {
    /** Unit of the last event. */
    static final String END = "~end";

    private static final Duration POLL = Duration.ofMillis(5);
    private static final long FAR_AHEAD = Duration.ofDays(200).toMillis();

    record Event(String unit, int score) implements Serializable {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final Map<TopicPartition, Long> ends;
    private final FeedbackBytes decoder = new FeedbackBytes();
    private long newest;
    private boolean finished;

    JetSource(Processor.Context context, String servers, String topic, int count) {
        for (int i = context.globalProcessorIndex(); i < count; i += context.totalParallelism()) {
            partitions.add(new TopicPartition(topic, i));
        }
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        servers,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2_000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        262_144,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                        FirstBatch.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        ends = consumer.endOffsets(partitions);
    }

    void fill(SourceBuilder.TimestampedSourceBuffer<Event> buffer) {
        if (finished) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            FeedbackBytes.Fields event = decoder.read(record.value());
            buffer.add(new Event(event.unit(), event.score()), event.at());
            newest = Math.max(newest, event.at());
        }
        if (partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
            finished = true;
            buffer.add(new Event(END, 1), newest + FAR_AHEAD);
        }
    }

    Map<Integer, Long> snapshot() {
        Map<Integer, Long> positions = new HashMap<>();
        partitions.forEach(partition -> positions.put(partition.partition(), consumer.position(partition)));
        return positions;
    }

    void restore(List<Map<Integer, Long>> snapshots) {
        for (Map<Integer, Long> positions : snapshots) {
            for (TopicPartition partition : partitions) {
                Long position = positions.get(partition.partition());
                if (position != null) {
                    consumer.seek(partition, position);
                }
            }
        }
    }

    void close() {
        consumer.close();
    }
}
