// SPDX-License-Identifier: Apache-2.0
package doorstep.streams;

import doorstep.integrity.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer that feeds the tasks of a stream thread. An ordinary consumer treats a position that the brokers refuse,
 * because the log has lost the records there, like a missing position, and resumes at the beginning of what is left.
 * This one stops the pipeline if such a position is in an input topic. Delta batches and links are deleted after they
 * are taken, and their sequence numbers reveal gaps: their topics are read again from the beginning.
 *
 * <p>A missing position (a first start, lost group offsets) means the beginning of the log.
 */
public final class SourceConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SourceConsumer.class);

    private final Set<String> inputs;

    /** @param inputs names of the input topics */
    public SourceConsumer(Map<String, Object> settings, Set<String> inputs) {
        super(withoutReset(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.inputs = Set.copyOf(inputs);
    }

    /** With any other setting the consumer resets its position by itself, unnoticed. */
    private static Map<String, Object> withoutReset(Map<String, Object> settings) {
        Map<String, Object> without = new HashMap<>(settings);
        without.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return without;
    }

    /** @throws RefusedException HISTORY_MISSING */
    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return super.poll(timeout);
        } catch (NoOffsetForPartitionException e) {
            seekToBeginning(e.partitions());
            return ConsumerRecords.empty();
        } catch (OffsetOutOfRangeException e) { // superclass of LogTruncationException
            Map<TopicPartition, Long> refused = e.offsetOutOfRangePartitions();
            refused.forEach(this::requireNotInput);
            LOG.info("the brokers do not have {}: these partitions are read again from the beginning", refused);
            seekToBeginning(refused.keySet());
            return ConsumerRecords.empty();
        }
    }

    private void requireNotInput(TopicPartition topicPartition, long position) {
        if (inputs.contains(topicPartition.topic())) {
            Set<TopicPartition> one = Set.of(topicPartition);
            throw RefusedException.historyMissing(
                    "while running",
                    "topic " + topicPartition.topic() + ", partition " + topicPartition.partition()
                            + ", no longer holds offset "
                            + position + ", which is the next one to read: it begins at offset "
                            + beginningOffsets(one).get(topicPartition) + " and ends at "
                            + endOffsets(one).get(topicPartition));
        }
    }
}
