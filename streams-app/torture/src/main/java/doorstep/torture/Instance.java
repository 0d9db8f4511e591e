package doorstep.torture;

import doorstep.process.Child;
import doorstep.process.Directories;
import doorstep.process.DoorstepChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
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
                List.of("-Xmx768m", "-Dlogback.configurationFile=logback.xml"),
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

    /** Deletes the local state: the stores alone, or the instance's name in its group too. */
    void wipe(String applicationId, boolean nameToo) {
        Path state = dir.resolve("state");
        Directories.delete(nameToo ? state : state.resolve(applicationId));
    }

    /**
     * Overwrites a part of a table file: its end, where RocksDB looks first, or its middle, where it looks when it needs
     * what is there.
     *
     * @return false if RocksDB has written no such file yet
     */
    boolean damage(String applicationId, SplittableRandom dice) {
        Directories.delete(movedAside(applicationId));
        try (Stream<Path> paths = Files.walk(dir.resolve("state"))) {
            List<Path> tables = paths.filter(path -> path.toString().endsWith(".sst"))
                    .sorted(Comparator.comparing((Path path) -> path.toFile().length())
                            .thenComparing(Path::toString))
                    .toList();
            if (tables.isEmpty()) {
                return false;
            }
            int largest = Math.max(1, tables.size() / 2);
            Path table = tables.get(tables.size() - 1 - dice.nextInt(largest));
            try (FileChannel file = FileChannel.open(table, StandardOpenOption.WRITE)) {
                long size = file.size();
                byte[] garbage = new byte[(int) Math.max(1, Math.min(DAMAGED_BYTES, size / 2))];
                dice.nextBytes(garbage);
                ByteBuffer bytes = ByteBuffer.wrap(garbage);
                long at = dice.nextBoolean() ? size - garbage.length : (size - garbage.length) / 2;
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot damage the state in " + dir, e);
        }
    }

    /** It found its state damaged since {@link #damage}, and did without. */
    boolean hasFoundDamage(String applicationId) {
        return Files.exists(movedAside(applicationId));
    }

    private Path movedAside(String applicationId) {
        return dir.resolve("state").resolve(applicationId + ".damaged");
    }

    @Override
    public void close() {
        if (child != null) {
            kill();
        }
    }
}
