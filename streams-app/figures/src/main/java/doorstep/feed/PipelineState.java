// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Progress;
import doorstep.settings.PublishedSettings;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What the pipeline says of the rows in a store. The rows are never older than this: whatever a progress row speaks of is
 * in the store.
 *
 * @param settings the latest whole set; what there is, if no whole one was seen yet
 * @param rebuilding whether a rebuild is under way; {@code parts} are then those of before, if it was known
 * @param parts the latest row of each part of the pipeline, as-of included
 * @param inputEnds partition of an input → the offset after its last record, of partitions with records; asked when
 *     {@code parts} had been read. Empty if this reader may not describe the inputs
 */
public record PipelineState(
        PublishedSettings settings,
        boolean rebuilding,
        Collection<AppendedProgress> parts,
        Optional<Map<TopicPartition, Long>> inputEnds) {
    public Collection<Progress> progress() {
        return parts.stream().map(AppendedProgress::row).toList();
    }

    /** Append time of the newest progress row of the windows; empty before the first one. */
    public Optional<Instant> windowsAppended() {
        return parts.stream()
                .filter(part -> part.row().getPart().equals(Topics.WINDOWS_PART))
                .map(AppendedProgress::appended)
                .max(Instant::compareTo);
    }
}
