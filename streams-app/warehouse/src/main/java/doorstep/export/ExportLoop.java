// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import doorstep.cluster.ClusterException;
import doorstep.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Exports again and again, until a stop is requested. What passes by itself, such as a rebuild or a broker that does not
 * answer, is reported, and tried again after the interval; everything else ends the loop.
 */
public final class ExportLoop {
    private final Duration interval;
    private final Predicate<Duration> stops;
    private final LongSupplier nanos;
    private final Consumer<String> say;

    /** An export. */
    @FunctionalInterface
    public interface Attempt {
        /** @param again whether to read everything again */
        void export(boolean again);
    }

    /**
     * @param interval from the start of an export to that of the next
     * @param stops lets time pass, at most that much and none if negative; returns whether a stop is requested
     * @param nanos a clock that never goes back
     * @param say takes what went wrong
     */
    public ExportLoop(Duration interval, Predicate<Duration> stops, LongSupplier nanos, Consumer<String> say) {
        this.interval = interval;
        this.stops = stops;
        this.nanos = nanos;
        this.say = say;
    }

    /**
     * Returns when a stop is requested.
     *
     * @param again whether the first export that succeeds is to read everything again
     */
    public void run(Attempt attempt, boolean again) {
        boolean wanted = again;
        long begun;
        do {
            begun = nanos.getAsLong();
            try {
                attempt.export(wanted);
                wanted = false;
            } catch (ClusterException | RegistryUnavailableException | ExportException e) {
                if (stops.test(Duration.ZERO)) {
                    return;
                }
                if (e instanceof ExportException export && !export.isPassing()) {
                    throw e;
                }
                say.accept("Trying again later: " + e.getMessage());
            }
        } while (!stops.test(interval.minusNanos(nanos.getAsLong() - begun)));
    }
}
