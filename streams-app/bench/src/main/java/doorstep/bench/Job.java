package doorstep.bench;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

/**
 * What a process of a run is to do. It gets it as a file.
 *
 * @param task class name of the {@link BenchTask}
 * @param variant of the task, by its own words; may be empty
 * @param name of this one run, for instances that share the work the same: consumer group, transactions, internal topics
 * @param topic the input
 * @param events records in it
 * @param dir of this run alone
 */
public record Job(
        String task,
        String variant,
        String name,
        String bootstrapServers,
        String topic,
        long events,
        int partitions,
        int threads,
        Duration commitInterval,
        Path dir) {
    private static final String FILE = "job.properties";

    /** Where the state goes. */
    public Path state() {
        return dir.resolve("state");
    }

    /** Where the task writes its {@link CellFigures}, unless they are to be read from Kafka. */
    public Path figures() {
        return dir.resolve("figures.tsv");
    }

    /** Its appearance tells a pipeline that all is counted. */
    Path stop() {
        return dir.resolve("stop");
    }

    void tellToStop() {
        try {
            Files.createFile(stop());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop " + name, e);
        }
    }

    Path measured() {
        return dir.resolve("measured.properties");
    }

    Path output() {
        return dir.resolve("output.txt");
    }

    /** @return the file */
    Path write() {
        Properties properties = new Properties();
        properties.setProperty("task", task);
        properties.setProperty("variant", variant);
        properties.setProperty("name", name);
        properties.setProperty("bootstrapServers", bootstrapServers);
        properties.setProperty("topic", topic);
        properties.setProperty("events", String.valueOf(events));
        properties.setProperty("partitions", String.valueOf(partitions));
        properties.setProperty("threads", String.valueOf(threads));
        properties.setProperty("commitInterval", commitInterval.toString());
        Path file = dir.resolve(FILE);
        try {
            Files.createDirectories(dir);
            Files.deleteIfExists(stop());
            try (Writer out = Files.newBufferedWriter(file)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }

    static Job read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return new Job(
                properties.getProperty("task"),
                properties.getProperty("variant"),
                properties.getProperty("name"),
                properties.getProperty("bootstrapServers"),
                properties.getProperty("topic"),
                Long.parseLong(properties.getProperty("events")),
                Integer.parseInt(properties.getProperty("partitions")),
                Integer.parseInt(properties.getProperty("threads")),
                Duration.parse(properties.getProperty("commitInterval")),
                file.toAbsolutePath().getParent());
    }
}
