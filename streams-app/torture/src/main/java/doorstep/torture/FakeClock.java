package doorstep.torture;

import doorstep.process.RunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of a process, which can be set while it runs: libfaketime stands between the process and the operating
 * system, and looks into a file once a second. All of the process sees the step, Kafka's clients too; monotonic time
 * goes on as ever.
 */
final class FakeClock {
    /** After that a running process has the new time. */
    static final Duration NOTICED = Duration.ofMillis(1_200);

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;

    /** @param file says how far the clock is off */
    FakeClock(Path file) {
        this.file = file;
    }

    /** Whether this machine has libfaketime. */
    static boolean isPossible() {
        return library().isPresent();
    }

    /** Debian has it in a directory of the architecture, others in lib64. */
    private static Optional<Path> library() {
        try (Stream<Path> dirs = Files.list(Path.of("/usr/lib"))) {
            return Stream.concat(dirs, Stream.of(Path.of("/usr/lib64"), Path.of("/usr/lib")))
                    .map(dir -> dir.resolve(LIBRARY))
                    .filter(Files::exists)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Environment of a process that has this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toAbsolutePath().toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0", // else timed waits end at once, and every thread spins
                "NO_FAKE_STAT", "1");
    }

    /** Sets the clock so much ahead of this machine's, or behind it. */
    void set(Duration off) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(next, (off.isNegative() ? "" : "+") + off.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the clock in " + file, e);
        }
    }

    /** @throws RunException if this machine has no libfaketime */
    static void require() {
        if (!isPossible()) {
            throw new RunException("clocks cannot be stepped: no /usr/lib/*/" + LIBRARY
                    + ". Debian and Ubuntu: apt-get install libfaketime");
        }
    }
}
