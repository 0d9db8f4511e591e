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
 * The consumer that feeds the tasks of a thread. With any other one a position that the brokers refuse, because the log
 * has lost what stood there, is the same as one that is missing, and reading goes on at the beginning of what is left. Here
 * such a position stops the pipeline if it is one of an input. Delta batches and links are deleted once they were taken,
 * and their numbers tell whether one is missing: those are read again from the beginning.
 *
 * <p>A missing position (a first start, lost group offsets) is the beginning.
 */
public final class SourceConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(SourceConsumer.class);

    private final Set<String> inputs;

    /** @param inputs names of the input topics */
    public SourceConsumer(Map<String, Object> settings, Set<String> inputs) {
        super(withoutReset(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.inputs = Set.copyOf(inputs);
    }

    /** With any other setting a consumer begins anew by itself, and nobody hears of it. */
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
        } catch (OffsetOutOfRangeException e) { // a LogTruncationException, too
            Map<TopicPartition, Long> refused = e.offsetOutOfRangePartitions();
            refused.forEach(this::requireDeltaBatches);
            LOG.info("the brokers refuse {}: these are read again from the beginning", refused);
            seekToBeginning(refused.keySet());
            return ConsumerRecords.empty();
        }
    }

    private void requireDeltaBatches(TopicPartition topicPartition, long position) {
        if (inputs.contains(topicPartition.topic())) {
            Set<TopicPartition> one = Set.of(topicPartition);
            throw RefusedException.historyMissing(
                    "while running",
                    "topic " + topicPartition.topic() + ", partition " + topicPartition.partition()
                            + ", no longer holds offset "
                            + position + ", which is the next one to be read: it begins at offset "
                            + beginningOffsets(one).get(topicPartition) + " and ends at "
                            + endOffsets(one).get(topicPartition));
        }
    }
}
