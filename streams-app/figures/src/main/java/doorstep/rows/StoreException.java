// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

/** Thrown if a store cannot be used or does not finish what it was asked. The message says what to do. */
public final class StoreException extends RuntimeException {
    /** Why, for callers that go on differently. */
    public enum Reason {
        /** By another process, or by another object of this one. */
        IN_USE,
        /** The store is read again from the topics at the next start. */
        DAMAGED,
        /** The {@linkplain RowStore.Snapshot#cancel() snapshot was cancelled}. */
        CANCELLED,
        /** The disk is full, files cannot be read or written… What is in the store stays. */
        UNUSABLE
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        this(reason, message, null);
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static StoreException cancelled(Throwable cause) {
        return new StoreException(Reason.CANCELLED, "reading the store was cancelled", cause);
    }
}
