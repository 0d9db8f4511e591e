// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A finished export: which offsets its rows come from, so that the next one goes on there.
 *
 * @param number from 1
 * @param since number of the export that the facts begin with
 * @param rebuild number of the pipeline's last rebuild; facts of another one were accepted by other rules
 * @param exportedAt when it began, by the exporter's clock
 * @param topicIds by name
 * @param ranges of all topics that are read
 * @param rows by name of the table: rows added, or changed, deleted ones included
 */
public record Export(
        long number,
        long since,
        long rebuild,
        Instant exportedAt,
        Cut cut,
        Map<String, UUID> topicIds,
        Map<TopicPartition, Range> ranges,
        Map<String, Long> rows) {
    /**
     * What was read of a partition.
     *
     * @param start the first offset
     * @param end the next offset to read
     * @param knownAtMs when {@code end} was the partition's end, milliseconds since the epoch by the brokers' clock; see
     *     {@link doorstep.rows.Position}
     */
    public record Range(long start, long end, long knownAtMs) {}

    /** Whether this export began the facts again. */
    public boolean replacesFacts() {
        return since == number;
    }
}
