// SPDX-License-Identifier: Apache-2.0
package doorstep.api;

import doorstep.question.Access;
import java.util.function.BooleanSupplier;

/** One client of {@link ChangeHub}: how far it was told, and what it may see. Guarded by the hub. */
final class ChangeClient {
    private final ResponseStream stream;
    private final Access access;
    private final BooleanSupplier isValid;
    private final long timeoutNanos;
    private long position;
    private long lastSent;

    /**
     * @param isValid whether its token still is
     * @param timeoutNanos how long it may take to read a message
     */
    ChangeClient(ResponseStream stream, Access access, BooleanSupplier isValid, long timeoutNanos) {
        this.stream = stream;
        this.access = access;
        this.isValid = isValid;
        this.timeoutNanos = timeoutNanos;
    }

    void begin(long tick, String id) {
        send(tick, ChangeMessage.hello(id));
    }

    /** Goes back to where the client was before its connection broke. */
    void resume(long before) {
        position = before;
    }

    ChangeHub.View view() {
        return new ChangeHub.View(access, position);
    }

    boolean isIdle() {
        return stream.isIdle();
    }

    /** False when it is gone, slow or not allowed any more. */
    boolean mayGoOn() {
        stream.closeIfSlow();
        return !stream.end().isDone() && isValid.getAsBoolean();
    }

    /** When it got a message last. */
    long lastSent() {
        return lastSent;
    }

    /** Goes on without a message: nothing changed that it sees. */
    void advanceTo(long tick) {
        position = tick;
    }

    void send(long tick, byte[] message) {
        position = tick;
        lastSent = tick;
        stream.write(message, false, timeoutNanos);
    }

    void close() {
        stream.abort();
    }
}
