// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.wire.Topic;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The result of an import.
 *
 * @param rows rows read, including bad and skipped ones
 * @param skipped rows for which no condition of the mapping held
 * @param events events passed to the sink, by topic
 * @param clamped number of their times that were moved to the opening, as the mapping allows
 * @param badLines number of reported bad lines
 * @param cutShort number of damaged files that were not read to their end; each is also counted in {@code badLines}
 * @param stopped true if the import was strict and stopped at a bad line; the events before it were sent
 * @param acknowledged number of events that the sink reports as stored
 */
public record ImportResult(
        long rows,
        long skipped,
        Map<Topic, Long> events,
        long clamped,
        long badLines,
        int cutShort,
        boolean stopped,
        Map<TopicPartition, Long> acknowledged) {
    /** The number of events in all topics. */
    public long allEvents() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }
}
