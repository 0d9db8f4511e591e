// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.access.Token;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refused requests, at most 10 lines every 10 seconds; the next line says how many were left out. A line holds no
 * header, path or query of the request, so it cannot hold a token. Thread-safe.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final int LINES = 10;
    private static final long SPAN_NANOS = 10_000_000_000L;

    private final LongSupplier nanos;
    private long since;
    private int lines;
    private long leftOut;

    RefusalLog(LongSupplier nanos) {
        this.nanos = nanos;
        since = nanos.getAsLong();
    }

    /**
     * @param route the route's own path, or what stands for it
     * @param client address
     */
    synchronized void refused(int status, String reason, String route, String client) {
        long now = nanos.getAsLong();
        if (now - since >= SPAN_NANOS) {
            since = now;
            lines = 0;
        }
        if (lines == LINES) {
            leftOut++;
            return;
        }
        lines++;
        LOG.warn(
                "refused ({}) {} to {}: {}{}",
                status,
                route,
                client,
                Token.hidden(reason),
                leftOut == 0 ? "" : "; " + leftOut + " more refusals before this one were not logged");
        leftOut = 0;
    }
}
