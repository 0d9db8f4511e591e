// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Closes connections that do not ask: a client that sends a byte of a request now and then never becomes idle, and could
 * keep its connection for good. Thread-safe.
 */
final class Connections implements Connection.Listener, HttpConfiguration.Customizer {
    private static final long ASKING = Long.MAX_VALUE;

    /** Connections with the time of their opening or of their last answer; {@link #ASKING} during a request. */
    private final Map<Connection, Long> since = new ConcurrentHashMap<>();

    private final long timeoutNanos;
    private final LongSupplier nanos;

    Connections(Limits limits, LongSupplier nanos) {
        timeoutNanos = limits.asking().toNanos();
        this.nanos = nanos;
    }

    @Override
    public void onOpened(Connection connection) {
        since.put(connection, nanos.getAsLong());
    }

    @Override
    public void onClosed(Connection connection) {
        since.remove(connection);
    }

    /** Called for each request, once its headers are complete. */
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        StrictHeaders.addTo(responseHeaders);
        Connection connection = request.getConnectionMetaData().getConnection();
        since.replace(connection, ASKING);
        Request.addCompletionListener(request, failure -> since.replace(connection, nanos.getAsLong()));
        return request;
    }

    /** Called about once a second. */
    void closeSilent() {
        long now = nanos.getAsLong();
        since.forEach((connection, time) -> {
            if (time != ASKING && now - time > timeoutNanos) {
                connection.getEndPoint().close();
            }
        });
    }
}
