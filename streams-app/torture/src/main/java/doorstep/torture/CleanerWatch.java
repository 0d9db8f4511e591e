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
 * Gives the broker's log cleaner work without end, and counts how often it has compacted a changelog: after each time it
 * notes how far it has come, in a file of its own beside the logs. Several times between two looks count once. Not
 * thread-safe.
 */
final class CleanerWatch implements AutoCloseable {
    /** Of a broker whose cleaner never rests. */
    static final Map<String, String> BROKER_SETTINGS =
            Map.of("log.cleaner.backoff.ms", "500", "log.segment.delete.delay.ms", "5000");

    /**
     * The cleaner leaves the segment alone that is written to, and the changelogs' own settings let it grow for an hour.
     * Tombstones stay for longer than any restore takes, as they do by default.
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

    /** @param logs directory with a directory for each partition */
    CleanerWatch(AppConfig config, Path logs) {
        admin = Admin.create(config.adminSettings());
        checkpoint = logs.resolve("cleaner-offset-checkpoint");
    }

    /** Lets the changelogs that there are now be compacted soon; a rebuild makes new ones. */
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
            // The broker may be coming back, or a rebuild delete them: there is a next time.
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
     * Reads what the cleaner has noted.
     *
     * @return changelog partitions that were compacted since the last look
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

    /** So far, over all partitions. */
    long compactions() {
        return compactions;
    }

    @Override
    public void close() {
        admin.close();
    }
}
