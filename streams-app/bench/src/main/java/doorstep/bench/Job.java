// SPDX-License-Identifier: Apache-2.0
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
 * The work of one process of a run, passed to it as a file.
 *
 * @param task class name of the {@link BenchTask}
 * @param variant of the task, in the task's own terms; may be empty
 * @param name unique for this run, and the same for instances that share the work: consumer group, transactional ids,
 *     internal topics
 * @param dir a directory for this run only
 */
public record Job(
        String task, String variant, String name, JobInput input, int threads, Duration commitInterval, Path dir) {
    private static final String FILE = "job.properties";

    /** The state directory. */
    public Path state() {
        return dir.resolve("state");
    }

    /** The file to which the task writes its {@link CellFigures}, unless they are read from Kafka. */
    public Path figures() {
        return dir.resolve("figures.tsv");
    }

    /** A file whose appearance tells a pipeline that everything is counted. */
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
        properties.setProperty("bootstrapServers", input.bootstrapServers());
        properties.setProperty("topic", input.topic());
        properties.setProperty("events", String.valueOf(input.events()));
        properties.setProperty("partitions", String.valueOf(input.partitions()));
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
                new JobInput(
                        properties.getProperty("bootstrapServers"),
                        properties.getProperty("topic"),
                        Long.parseLong(properties.getProperty("events")),
                        Integer.parseInt(properties.getProperty("partitions"))),
                Integer.parseInt(properties.getProperty("threads")),
                Duration.parse(properties.getProperty("commitInterval")),
                file.toAbsolutePath().getParent());
    }
}
