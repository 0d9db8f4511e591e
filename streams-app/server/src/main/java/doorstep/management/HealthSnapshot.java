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
 * The observations of one health check, before the rules are applied.
 *
 * @param at from a clock that never jumps; for durations
 * @param clock the wall clock of this machine
 * @param clockAhead how far that clock is ahead of the brokers' clock; negative if it is behind; empty until a broker
 *     has told the time
 * @param state of the Kafka Streams client
 * @param failure why the pipeline gave up
 * @param registryFault the registry did not answer a request
 * @param brokerFault the brokers did not answer this check-up; {@code sources} is empty then
 * @param restored records restored since the process started
 * @param tasks that run here
 * @param sources partitions read by the tasks of this process, and by tasks that left it lately
 * @param gaps batches that tasks of this process have not taken
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
     * Position and end of one partition that tasks read.
     *
     * @param position the offset after the last record whose effects are committed
     * @param end the offset after the last record that can be read; while the position moves, a few transaction
     *     markers, which are not records, may be included
     * @param ours a task of this process reads it now
     */
    record Source(long position, long end, boolean ours) {
        long lag() {
            return Math.max(0, end - position);
        }
    }
}
