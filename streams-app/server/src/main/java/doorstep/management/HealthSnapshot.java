// SPDX-License-Identifier: Apache-2.0
package doorstep.management;

import doorstep.management.TaskRegistry.TaskStatus;
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
 * @param state of the Kafka Streams client
 * @param restored records restored since the process started
 * @param tasks that run here
 * @param sources partitions read by the tasks of this process, and by tasks that left it lately
 * @param gaps batches that tasks of this process have not taken
 */
record HealthSnapshot(
        Instant at,
        WallClock clock,
        KafkaStreams.State state,
        Faults faults,
        long restored,
        List<TaskStatus> tasks,
        Map<TopicPartition, LogPosition> sources,
        List<BatchGap> gaps) {

    /**
     * The wall clock of this machine.
     *
     * @param ahead how far it is ahead of the brokers' clock; negative if it is behind; empty until a broker has told
     *     the time
     */
    record WallClock(Instant time, Optional<Duration> ahead) {}

    /**
     * Messages of what failed.
     *
     * @param pipeline why it gave up
     * @param registry did not answer a request
     * @param brokers did not answer this check-up; {@code sources} is empty then
     */
    record Faults(Optional<String> pipeline, Optional<String> registry, Optional<String> brokers) {}

    /**
     * Position and end of one partition that tasks read.
     *
     * @param position the offset after the last record whose effects are committed
     * @param end the offset after the last record that can be read; while the position moves, a few transaction
     *     markers, which are not records, may be included
     * @param ours a task of this process reads it now
     */
    record LogPosition(long position, long end, boolean ours) {
        long lag() {
            return Math.max(0, end - position);
        }
    }
}
