// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.avro.Setting;
import doorstep.feed.LatestValues.Latest;
import doorstep.settings.PublishedSettings;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Settings and progress, read along with the rows. A transaction of the pipeline holds progress rows and the rows that
 * they speak of, but a reader may see the former earlier. So progress counts only once all rows have been read up to the
 * ends that were asked after it: a feed {@linkplain #seen takes down} what there is, asks for the ends, reads up to them,
 * and {@linkplain #publish publishes} it. One thread writes; any number of others may ask for the {@link #state}.
 */
final class PipelineView {
    /** Settings and progress as read by one moment. */
    record Seen(PublishedSettings settings, Collection<AppendedProgress> parts) {
        boolean isOutsideOfRebuild() {
            return settings.rebuildMark().isEmpty();
        }
    }

    private final String settingsTopic;
    private final String rejectedTopic;
    private final LatestValues<Setting> settings;
    private final LatestValues<Progress> progress;
    private final Optional<RecentRejects> rejects;
    private volatile Optional<PipelineState> state = Optional.empty();

    /** @param rejects empty: refused records are not read */
    PipelineView(TopicNames names, SchemaRegistry registry, SkippedRecords skipped, Optional<RecentRejects> rejects) {
        settingsTopic = names.of(Topics.SETTINGS);
        rejectedTopic = names.of(Topics.REJECTED);
        this.rejects = rejects;
        settings = new LatestValues<>(Topics.SETTINGS, registry, skipped);
        progress = new LatestValues<>(Topics.PROGRESS, registry, skipped);
    }

    /** What it is read from. */
    List<Topic> topics() {
        List<Topic> topics = new ArrayList<>(List.of(Topics.SETTINGS, Topics.PROGRESS));
        rejects.ifPresent(it -> topics.add(Topics.REJECTED));
        return topics;
    }

    /** Where reading begins in a partition of these topics. */
    long begin(TopicPartition partition, long start, long end) {
        return partition.topic().equals(rejectedTopic) ? RecentRejects.begin(start, end) : start;
    }

    /** Begins reading again. What was published stays until there is something newer. */
    void restart() {
        settings.clear();
        progress.clear();
        rejects.ifPresent(RecentRejects::clear);
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(settingsTopic)) {
            settings.take(record);
        } else if (record.topic().equals(rejectedTopic)) {
            rejects.ifPresent(it -> it.take(record));
        } else {
            progress.take(record);
        }
    }

    Seen seen() {
        List<AppendedProgress> parts = new ArrayList<>();
        progress.byKey()
                .values()
                .forEach(row -> parts.add(new AppendedProgress(row.value(), Instant.ofEpochMilli(row.appendMs()))));
        return new Seen(settingsNow(), parts);
    }

    private PublishedSettings settingsNow() {
        Map<String, String> rows = new TreeMap<>();
        settings.byKey().forEach((name, row) -> rows.put(name, valueOf(row)));
        return PublishedSettings.ofRows(rows);
    }

    private static String valueOf(Latest<Setting> row) {
        return row.value().getValue();
    }

    /**
     * Publishes settings as they are now, and progress as it was seen, unless a rebuild had begun meanwhile: its mark is
     * older than anything it does to progress.
     *
     * @param inputEnds asked after {@code seen}
     */
    void publish(Seen seen, Optional<Map<TopicPartition, Long>> inputEnds) {
        PublishedSettings now = settingsNow();
        boolean rebuilding = now.rebuildMark().isPresent();
        boolean sameCount = !rebuilding
                && seen.isOutsideOfRebuild()
                && now.rebuild() == seen.settings().rebuild();
        Optional<PipelineState> before = state;
        PublishedSettings published = now.isWhole()
                ? now
                : before.map(PipelineState::settings)
                        .filter(PublishedSettings::isWhole)
                        .orElse(now);
        boolean keepProgress = !sameCount && before.isPresent();
        state = Optional.of(new PipelineState(
                published, rebuilding, keepProgress ? before.get().parts() : seen.parts(), inputEnds));
    }

    /** The newest first; none if they are not read. */
    List<Rejected> rejects(int limit) {
        return rejects.map(it -> it.newest(limit)).orElse(List.of());
    }

    /** What was published last; empty until the topics were read once. */
    Optional<PipelineState> state() {
        return state;
    }
}
