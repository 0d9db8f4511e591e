// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.config.AppConfig;
import doorstep.family.Families;
import doorstep.feed.FeedClock;
import doorstep.feed.FeedListener;
import doorstep.feed.KeptStore;
import doorstep.feed.RowFeed;
import doorstep.figures.FigureSettings;
import doorstep.process.Child;
import doorstep.process.DoorstepChild;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.question.StoredRows;
import doorstep.rows.RowStore;
import doorstep.wire.AvroWriter;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A reader beside the pipeline, {@code doorstep dashboard}, which keeps the rows in a file. It is killed whenever somebody
 * wants to know its rows, and goes on from where its file stands.
 */
final class KeptReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TICK = Duration.ofMillis(100);

    private final Path directory;
    private final SchemaRegistry schemas;
    private Optional<Child> process = Optional.empty();

    /** @param schemas with the ids that rows are written with */
    KeptReader(Path directory, SchemaRegistry schemas) {
        this.directory = directory;
        this.schemas = schemas;
    }

    /** Starts the process unless it runs. It ends by itself if no broker answers when it starts. */
    void revive(AppConfig config, Map<String, String> settings) {
        if (process.filter(Child::isAlive).isPresent()) {
            return;
        }
        List<String> arguments = new ArrayList<>(List.of(
                "dashboard",
                "--port",
                "0",
                "--bootstrap-servers",
                config.bootstrapServers(),
                "--data",
                directory.toAbsolutePath().toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        process = Optional.of(Child.start(
                "the reader",
                DoorstepChild.class,
                DoorstepChild.jvmOptions("512m"),
                arguments,
                directory.resolve("output.txt")));
    }

    void kill() {
        process.ifPresent(Child::kill);
        process = Optional.empty();
    }

    /**
     * Kills the process, and reads on to the end of the topics.
     *
     * @return short name of the topic → key → value as the pipeline writes it
     * @throws RunException if the end is not reached in time, or the file cannot be used as it was left
     */
    Map<String, Map<String, byte[]>> rows(AppConfig config) {
        kill();
        try (RowStore store = KeptStore.open(config, directory.resolve("dashboard"), KeptReader::refuse);
                RowFeed feed = RowFeed.follow(config, schemas, store, FeedListener.NONE, FeedClock.SYSTEM)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!feed.state().caughtUp()) {
                if (System.nanoTime() > deadline) {
                    throw new RunException("the reader does not reach the end of the topics: " + feed.state());
                }
                Pause.of(TICK);
            }
            FigureSettings settings =
                    FigureSettings.of(feed.pipeline().orElseThrow().settings(), config, Map.of(), warning -> {});
            return values(store, settings.families());
        }
    }

    private static void refuse(String warning) {
        throw new RunException("the reader has lost its rows: " + warning);
    }

    private Map<String, Map<String, byte[]>> values(RowStore store, Families families) {
        Map<String, Map<String, byte[]>> values = new HashMap<>();
        for (Topic topic : Topics.figures()) {
            AvroWriter<SpecificRecord> writer = new AvroWriter<>(topic, TopicNames.DEFAULT, schemas);
            Map<String, byte[]> ofTopic = new HashMap<>();
            StoredRows.forEach(store, families, topic, (key, row) -> ofTopic.put(key, writer.toBytes(row)));
            values.put(topic.shortName(), ofTopic);
        }
        return values;
    }

    @Override
    public void close() {
        kill();
    }
}
