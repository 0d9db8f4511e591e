// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.process.Child;
import doorstep.process.Directories;
import doorstep.process.DoorstepChild;
import doorstep.process.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One {@code doorstep run} process with a directory of its own, which can be started, ended and damaged. */
final class Instance implements AutoCloseable {
    private static final int DAMAGED_BYTES = 8_192;

    private final String name;
    private final Path dir;
    private final Optional<FakeClock> clock;
    private Child child;
    private int starts;

    /** @param clock whether the instance needs a clock of its own */
    Instance(String name, Path dir, boolean clock) {
        this.name = name;
        this.dir = dir;
        this.clock = clock ? Optional.of(new FakeClock(dir.resolve("clock"))) : Optional.empty();
        setClock(Duration.ZERO);
    }

    /** Sets how far the wall clock is ahead, now and after every start. */
    void setClock(Duration ahead) {
        clock.ifPresent(it -> it.set(ahead));
    }

    String name() {
        return name;
    }

    void start(String bootstrapServers, Map<String, String> settings) {
        child = launch(
                name,
                List.of("run"),
                bootstrapServers,
                settings,
                clock.map(FakeClock::environment).orElse(Map.of()));
    }

    /**
     * Runs {@code doorstep rebuild} in this instance's directory, with the right clock.
     *
     * @throws RunException if it fails or does not end in time
     */
    void rebuild(String bootstrapServers, Map<String, String> settings, Duration patience) {
        Child rebuild = launch("the rebuild", List.of("rebuild", "--yes"), bootstrapServers, settings, Map.of());
        if (!rebuild.endsWithin(patience)) {
            rebuild.kill();
            throw new RunException("the rebuild did not end in " + patience.toSeconds() + " s: " + rebuild.lastWords());
        }
        if (rebuild.exitCode().orElseThrow() != 0) {
            throw new RunException("the rebuild failed: " + rebuild.lastWords());
        }
    }

    private Child launch(
            String process,
            List<String> command,
            String bootstrapServers,
            Map<String, String> settings,
            Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of(
                "--bootstrap-servers",
                bootstrapServers,
                "--data",
                dir.toAbsolutePath().toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return Child.start(
                process,
                DoorstepChild.class,
                DoorstepChild.jvmOptions("768m"),
                arguments,
                dir.resolve("output-" + starts++ % 10 + ".txt"),
                environment);
    }

    /** Whether it was started and not ended on purpose since. */
    boolean isWanted() {
        return child != null;
    }

    boolean isAlive() {
        return child != null && child.isAlive();
    }

    /** How the process ended and the end of its output. */
    String lastWords() {
        return "exit code " + child.exitCode().orElse(-1) + ": " + child.lastWords();
    }

    void kill() {
        child.kill();
        child = null;
    }

    void terminate() {
        Child ending = child;
        child = null;
        ending.terminate();
    }

    void freeze() {
        child.freeze();
    }

    void thaw() {
        child.thaw();
    }

    /** Deletes the local state, and with it the instance's name in its consumer group. */
    void wipe() {
        Directories.delete(dir.resolve("state"));
    }

    /** Overwrites every file of the local state. An instance that has just started may not have any yet. */
    void damage(SplittableRandom dice) {
        Path state = dir.resolve("state");
        if (!Files.exists(state)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(state)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                byte[] garbage = new byte[dice.nextInt(DAMAGED_BYTES)];
                dice.nextBytes(garbage);
                Files.write(file, garbage);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot damage the state in " + dir, e);
        }
    }

    @Override
    public void close() {
        if (child != null) {
            kill();
        }
    }
}
