// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.config.AppConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Keeps the broker's log cleaner busy, and counts how often it has compacted a changelog. It reads the cleaner's
 * checkpoint file, which holds the offset that the cleaner has reached in each partition; several compactions between
 * two looks count once. Not thread-safe.
 */
final class CleanerWatch implements AutoCloseable {
    /** Settings of a broker whose log cleaner hardly pauses. */
    static final Map<String, String> BROKER_SETTINGS =
            Map.of("log.cleaner.backoff.ms", "500", "log.segment.delete.delay.ms", "5000");

    /**
     * The cleaner never compacts the active segment, which by the changelogs' own settings stays active for an hour.
     * Tombstones outlast any restore, as they do by default.
     */
    private static final Map<String, String> CHANGELOG_SETTINGS = Map.of(
            TopicConfig.SEGMENT_MS_CONFIG, "3000",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.DELETE_RETENTION_MS_CONFIG, "120000");

    private static final String CHANGELOG = "-changelog";

    private final Admin admin;
    private final Path checkpoint;
    private final Map<String, Long> clean = new HashMap<>(); // changelog partition → offset up to which it is compacted
    private long compactions;

    /** @param logs the log directory, with a subdirectory for each partition */
    CleanerWatch(AppConfig config, Path logs) {
        admin = Admin.create(config.adminSettings());
        checkpoint = logs.resolve("cleaner-offset-checkpoint");
    }

    /** Has the changelogs that exist now compacted soon. A rebuild creates new ones. */
    void hurry() {
        try {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            for (String topic : admin.listTopics().names().get()) {
                if (topic.endsWith(CHANGELOG)) {
                    changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), changelogSettings());
                }
            }
            admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException e) {
            // The broker may be restarting, or a rebuild deletes the topics. There will be another call.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<AlterConfigOp> changelogSettings() {
        return CHANGELOG_SETTINGS.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }

    /**
     * Reads the cleaner's checkpoint file.
     *
     * @return changelog partitions that were compacted since the last call
     */
    int look() {
        int now = 0;
        for (String line : lines()) {
            String[] words = line.split(" ", -1);
            if (words.length == 3 && words[0].endsWith(CHANGELOG)) {
                String partition = words[0] + "-" + words[1];
                Long before = clean.put(partition, Long.parseLong(words[2]));
                if (before == null || before != Long.parseLong(words[2])) {
                    now++;
                }
            }
        }
        compactions += now;
        return now;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(checkpoint);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + checkpoint, e);
        }
    }

    /** Number of compactions so far, over all partitions. */
    long compactions() {
        return compactions;
    }

    @Override
    public void close() {
        admin.close();
    }
}
