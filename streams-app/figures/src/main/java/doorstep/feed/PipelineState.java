// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Progress;
import doorstep.settings.PublishedSettings;
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
 * @param rebuilding whether a rebuild is under way; {@code progress} is then that of before, if it was known
 * @param progress the latest row of each part of the pipeline, as-of included
 * @param windowsAppended append time of the newest progress row of the windows; empty before the first one
 * @param inputEnds partition of an input → the offset after its last record, of partitions with records; asked when
 *     {@code progress} had been read. Empty if this reader may not describe the inputs
 */
public record PipelineState(
        PublishedSettings settings,
        boolean rebuilding,
        Collection<Progress> progress,
        Optional<Instant> windowsAppended,
        Optional<Map<TopicPartition, Long>> inputEnds) {}
