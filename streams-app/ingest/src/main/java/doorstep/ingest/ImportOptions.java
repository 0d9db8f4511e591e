// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Options of an import.
 *
 * @param strict stop at the first bad line
 * @param rejects file that lists bad lines, if there are any
 * @param earliest earlier times are refused, as by the pipeline's {@code events.earliest}
 * @param clock read at the start of the import; times in the future are refused
 */
public record ImportOptions(boolean strict, Optional<Path> rejects, Instant earliest, Clock clock) {
    private static final Instant DEFAULT_EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** Continue after bad lines, and write no rejects file. */
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
