// SPDX-License-Identifier: Apache-2.0
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
 * The wall clock of a process, which can be set while the process runs. libfaketime sits between the process and the
 * operating system and reads the clock's offset from a file once a second. The whole process sees the step, Kafka's
 * clients included. The monotonic clock is unaffected.
 */
final class FakeClock {
    /** After this time a running process has the new time. */
    static final Duration NOTICED = Duration.ofMillis(1_200);

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;

    /** @param file holds the clock's offset from this machine's clock */
    FakeClock(Path file) {
        this.file = file;
    }

    /** Whether this machine has libfaketime. */
    static boolean isPossible() {
        return library().isPresent();
    }

    /** Debian installs it in an architecture-specific directory, other distributions in lib64. */
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

    /** Environment variables for a process that uses this clock. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toAbsolutePath().toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0", // without it timed waits return at once, and every thread spins
                "NO_FAKE_STAT", "1");
    }

    /** Sets the clock ahead of this machine's clock by this duration, which may be negative. */
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

    /** @throws RunException if this machine does not have libfaketime */
    static void require() {
        if (!isPossible()) {
            throw new RunException("clocks cannot be stepped: no /usr/lib/*/" + LIBRARY
                    + ". Debian and Ubuntu: apt-get install libfaketime");
        }
    }
}
