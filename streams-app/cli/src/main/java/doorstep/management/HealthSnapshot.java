package doorstep.management;

import doorstep.management.TaskRegistry.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What one check-up found, before anyone judges it.
 *
 * @param at of a clock that never jumps; for spans
 * @param clock what the machine's clock says
 * @param clockAhead how far it is ahead of the brokers'; negative: behind; empty as long as none said the time
 * @param state of the Kafka Streams client
 * @param failure why the pipeline gave up
 * @param registryFault an answer that the registry owes
 * @param brokerFault the brokers did not answer this check-up; {@code sources} is empty then
 * @param restored records read back since the process began
 * @param tasks that run here
 * @param sources of the tasks here, and of those that were here lately
 * @param gaps batches that tasks here have not taken
 */
record HealthSnapshot(
        Instant at,
        Instant clock,
        Optional<Duration> clockAhead,
        KafkaStreams.State state,
        Optional<String> failure,
        Optional<String> registryFault,
        Optional<String> brokerFault,
        long restored,
        List<Standing> tasks,
        Map<TopicPartition, Source> sources,
        List<BatchGap> gaps) {

    /**
     * One partition that tasks read.
     *
     * @param position the offset after the last record whose effects are committed
     * @param end the offset after the last record that can be read; while the position moves, it may count a few
     *     markers of transactions, which are no records
     * @param ours a task here reads it now
     */
    record Source(long position, long end, boolean ours) {
        long lag() {
            return Math.max(0, end - position);
        }
    }
}
