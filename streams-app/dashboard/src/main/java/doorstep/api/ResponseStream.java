// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * The body of one response, written without a thread that waits for the client. One piece is under way at a time; if
 * the client does not read it in time, its connection is closed. Thread-safe.
 */
final class ResponseStream implements WriteListener {
    private final ServletOutputStream out;
    private final EndPoint connection;
    private final LongSupplier nanos;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean writable; // whether the container has asked for the first piece
    private byte[] piece; // to be written; null = none
    private boolean unflushed; // whether a piece was written and not yet flushed
    private boolean last; // whether nothing follows
    private long deadline;

    private ResponseStream(Context context, LongSupplier nanos) throws IOException {
        out = context.res().getOutputStream();
        connection = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        this.nanos = nanos;
    }

    /** Begins the body of a request that is handled asynchronously. */
    static ResponseStream begin(Context context, LongSupplier nanos) {
        try {
            ResponseStream stream = new ResponseStream(context, nanos);
            stream.out.setWriteListener(stream);
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Completed when everything is written, or when the client is gone. */
    CompletableFuture<Void> end() {
        return end;
    }

    /** Whether the container has everything so far on its way to the client, and takes more. */
    synchronized boolean isIdle() {
        return writable && !hasPiece() && out.isReady();
    }

    private boolean hasPiece() {
        return piece != null || unflushed;
    }

    /**
     * Writes a piece; the stream must be idle.
     *
     * @param timeoutNanos how long the client may take
     */
    synchronized void write(byte[] bytes, boolean isLast, long timeoutNanos) {
        if (end.isDone()) {
            return;
        }
        if (hasPiece() || last) {
            throw new IllegalStateException("a piece is still under way");
        }
        piece = bytes;
        last = isLast;
        deadline = nanos.getAsLong() + timeoutNanos;
        if (writable) {
            onWritePossible();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        writable = true;
        try {
            while (!end.isDone() && out.isReady()) {
                if (piece != null) {
                    byte[] next = piece;
                    piece = null;
                    unflushed = true;
                    out.write(next);
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    finishIfLast();
                    return;
                }
            }
        } catch (IOException | IllegalStateException e) {
            onError(e);
        }
    }

    private void finishIfLast() {
        if (last) {
            end.complete(null);
        }
    }

    /** The client is gone; nobody is left to tell. */
    @Override
    public void onError(Throwable t) {
        end.complete(null);
    }

    /** Closes the connection if the client has not read a piece in time. */
    void closeIfSlow() {
        if (isSlow()) {
            abort();
        }
    }

    private synchronized boolean isSlow() {
        return !end.isDone() && !isIdle() && nanos.getAsLong() - deadline > 0;
    }

    /** Ends the stream as well as it can be ended: what was not written stays unwritten. */
    void abort() {
        connection.close();
        end.complete(null);
    }
}
