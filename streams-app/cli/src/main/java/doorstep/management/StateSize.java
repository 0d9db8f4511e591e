package doorstep.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Bytes on disk under the directory of the local state; measured again when the last figure is old. Thread-safe. */
final class StateSize {
    private static final Duration GOOD_FOR = Duration.ofSeconds(30);

    private final Path dir;
    private final Clock clock;
    private long bytes;
    private Instant measured = Instant.MIN;

    StateSize(Path dir, Clock clock) {
        this.dir = dir;
        this.clock = clock;
    }

    synchronized long bytes() {
        Instant now = clock.instant();
        if (!now.isBefore(measured.equals(Instant.MIN) ? measured : measured.plus(GOOD_FOR))) {
            bytes = measure();
            measured = now;
        }
        return bytes;
    }

    private long measure() {
        for (int attempt = 1; ; attempt++) {
            try (Stream<Path> files = Files.walk(dir)) {
                return files.mapToLong(StateSize::sizeOf).sum();
            } catch (IOException | UncheckedIOException e) {
                if (attempt == 3) {
                    return bytes; // RocksDB makes and deletes files all the time; the figure of before will do
                }
            }
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0; // deleted meanwhile
        }
    }
}
