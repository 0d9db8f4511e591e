package doorstep.torture;

import doorstep.app.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The machine's clock, turned by what a file says: so many milliseconds are added to it. */
final class TurnedClock implements TimeSource {
    private static final long BETWEEN_LOOKS = Duration.ofMillis(50).toNanos();

    private final Path file;
    private long lookedAt;
    private long offsetMs;

    /** @param file may be missing: not turned */
    TurnedClock(Path file) {
        this.file = file;
        look();
    }

    /** Turns the clocks that follow the file. */
    static void turn(Path file, Duration offset) {
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), "" + offset.toMillis());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot turn the clocks of " + file, e);
        }
    }

    private void look() {
        lookedAt = nanos();
        try {
            offsetMs = Files.exists(file) ? Long.parseLong(Files.readString(file)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @Override
    public synchronized long wallMs() {
        if (nanos() - lookedAt > BETWEEN_LOOKS) {
            look();
        }
        return SYSTEM.wallMs() + offsetMs;
    }

    @Override
    public long nanos() {
        return SYSTEM.nanos();
    }
}
