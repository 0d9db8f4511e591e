// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads, decodes and discards every event: the lower bound of the cost. */
final class Floor implements BenchTask {
    @Override
    public Measured run(Job job) {
        long sum = 0;
        long events = 0;
        Measured measured;
        FeedbackBytes decoder = new FeedbackBytes();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        job.input().bootstrapServers(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        100_000,
                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                        FirstBatch.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, job.input().partitions())
                    .mapToObj(i -> new TopicPartition(job.input().topic(), i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (events < job.input().events()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    sum += decoder.read(record.value()).score();
                    events++;
                }
            }
            measured = Meter.read(events);
        }
        CellFigures figures = new CellFigures();
        figures.put(CellFigures.ALL, CellFigures.EVER, events, sum);
        figures.write(job.figures());
        return measured;
    }
}
