package doorstep.ingest;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * How to import.
 *
 * @param strict stop at the first bad line
 * @param rejects where bad lines are listed, if there are any
 * @param earliest times before it are refused, as the pipeline's {@code events.earliest} does
 * @param clock tells the present at the start of the import; times beyond it are refused
 */
public record ImportOptions(boolean strict, Optional<Path> rejects, Instant earliest, Clock clock) {
    private static final Instant DEFAULT_EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** Go on at bad lines, list them nowhere. */
    public static ImportOptions defaults() {
        return new ImportOptions(false, Optional.empty(), DEFAULT_EARLIEST, Clock.systemUTC());
    }

    public ImportOptions withStrict(boolean strict) {
        return new ImportOptions(strict, rejects, earliest, clock);
    }

    public ImportOptions withRejects(Path file) {
        return new ImportOptions(strict, Optional.of(file), earliest, clock);
    }

    public ImportOptions withEarliest(Instant earliest) {
        return new ImportOptions(strict, rejects, earliest, clock);
    }

    public ImportOptions withClock(Clock clock) {
        return new ImportOptions(strict, rejects, earliest, clock);
    }
}
