package doorstep.torture;

import doorstep.process.Child;
import doorstep.process.Directories;
import doorstep.process.DoorstepChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One {@code doorstep run} with a directory of its own: started, ended and hurt. */
final class Instance implements AutoCloseable {
    private static final int DAMAGED_BYTES = 8_192;

    private final String name;
    private final Path dir;
    private Child child;
    private int starts;

    Instance(String name, Path dir) {
        this.name = name;
        this.dir = dir;
    }

    String name() {
        return name;
    }

    void start(String bootstrapServers, Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers",
                bootstrapServers,
                "--data",
                dir.toAbsolutePath().toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        child = Child.start(
                name,
                DoorstepChild.class,
                DoorstepChild.jvmOptions("768m"),
                arguments,
                dir.resolve("output-" + starts++ % 10 + ".txt"));
    }

    /** It was started and nobody has ended it. */
    boolean isWanted() {
        return child != null;
    }

    boolean isAlive() {
        return child != null && child.isAlive();
    }

    /** How it ended and the end of what it said. */
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

    /** Deletes the local state; the instance's name in its group goes with it. */
    void wipe() {
        Directories.delete(dir.resolve("state"));
    }

    /** Overwrites every file of the local state, which an instance that has just been started may not have yet. */
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
