// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a feed reads and where it goes; the same for all of its sessions.
 *
 * @param topics of results
 * @param kept rows of figures that the store keeps, judged by their keys
 */
record FeedScope(
        TopicNames names,
        Collection<Topic> topics,
        Predicate<RowChange> kept,
        SchemaRegistry registry,
        RowStore store,
        PipelineView view,
        SkippedRecords skipped,
        FeedListener listener,
        FeedClock clock) {
    /** The names of all topics that are read. */
    List<String> read() {
        List<String> read = new ArrayList<>(names.of(view.topics()));
        topics.forEach(topic -> read.add(names.of(topic)));
        return read;
    }
}
