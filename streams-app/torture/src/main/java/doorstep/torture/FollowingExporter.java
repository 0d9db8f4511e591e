// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.config.AppConfig;
import doorstep.process.Child;
import doorstep.process.DoorstepChild;
import doorstep.process.Pause;
import doorstep.process.RunException;
import doorstep.table.Tables;
import doorstep.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An exporter beside the pipeline, {@code doorstep export --follow}. It exports to tables of Iceberg: for a directory of files one
 * rename does all, and for PostgreSQL one transaction, but these tables are committed one after another, so that a kill can leave
 * some of them ahead of others.
 */
final class FollowingExporter implements AutoCloseable {
    private static final Duration ONE_EXPORT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration TICK = Duration.ofMillis(5);

    /** What an exporter says of an export that another one has left unfinished. */
    private static final String FINISHED = " was begun by ";

    private final Path directory;
    private final List<Path> outputs = new ArrayList<>();
    private Optional<Child> process = Optional.empty();

    FollowingExporter(Path directory) {
        this.directory = directory;
    }

    /** Where the tables are. */
    Path tables() {
        return directory.resolve("tables");
    }

    /** Starts the process. Where the pipeline stands still, an export ends soon and is marked as incomplete. */
    void start(AppConfig config, Map<String, String> settings) {
        process = Optional.of(launch(config, settings, List.of("--follow", "--interval", "10s", "--timeout", "5s")));
    }

    private Child launch(AppConfig config, Map<String, String> settings, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("export", "iceberg:" + tables().toAbsolutePath()));
        arguments.addAll(options);
        arguments.addAll(List.of(
                "--bootstrap-servers",
                config.bootstrapServers(),
                "--data",
                directory.toAbsolutePath().toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        Path output = directory.resolve("output-" + outputs.size() + ".txt");
        outputs.add(output);
        return Child.start("the exporter", DoorstepChild.class, DoorstepChild.jvmOptions("512m"), arguments, output);
    }

    /** @throws RunException if the process has ended by itself: whatever passes, it waits for */
    void requireAlive() {
        process.filter(it -> !it.isAlive()).ifPresent(it -> {
            throw new RunException("the exporter stopped by itself: " + it.lastWords());
        });
    }

    /**
     * Returns when there is an export: the first one takes longest, and no fault would find another.
     *
     * @throws RunException if it does not end in time
     */
    void awaitFirstExport() {
        long deadline = System.nanoTime() + ONE_EXPORT.toNanos();
        while (!process.orElseThrow().lastWords().contains("export 1 to ")) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new RunException("there was no export in " + ONE_EXPORT.toSeconds() + " s: "
                        + process.orElseThrow().lastWords());
            }
            Pause.of(LOOK);
        }
    }

    /** Returns as soon as an export is decided and the first table has its rows; or when the time is over. */
    void awaitFirstTable(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Optional<String> before = stateOfFirstTable();
        while (stateOfFirstTable().equals(before) && System.nanoTime() < deadline) {
            requireAlive();
            Pause.of(TICK);
        }
    }

    /** Iceberg writes a file for each commit to a table; the names are numbered. */
    private Optional<String> stateOfFirstTable() {
        Path metadata = tables().resolve("doorstep")
                .resolve(Tables.facts(Topics.VISITS).name())
                .resolve("metadata");
        if (!Files.exists(metadata)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(metadata)) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".metadata.json"))
                    .max(String::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.ifPresent(Child::kill);
        process = Optional.empty();
    }

    /**
     * Ends the process in order, and exports once more. Everything that was sent must be counted.
     *
     * @throws RunException if it does not end, or the last export fails
     */
    void finish(AppConfig config, Map<String, String> settings) {
        requireAlive();
        process.ifPresent(Child::terminate);
        process = Optional.empty();
        Child last = launch(config, settings, List.of());
        if (!last.endsWithin(ONE_EXPORT)) {
            last.kill();
            throw new RunException(
                    "the last export did not end in " + ONE_EXPORT.toSeconds() + " s: " + last.lastWords());
        }
        if (last.exitCode().orElseThrow() != 0) {
            throw new RunException("the last export failed: " + last.lastWords());
        }
    }

    /** Number of exports that a killed exporter had begun, and another one has finished. */
    int finishedForOthers() {
        int finished = 0;
        for (Path output : outputs) {
            try (Stream<String> lines = Files.lines(output)) {
                finished += (int) lines.filter(it -> it.contains(FINISHED)).count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return finished;
    }

    @Override
    public void close() {
        kill();
    }
}
