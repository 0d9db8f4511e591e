// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

/** Thrown if a store cannot be used: damaged, full or in use by another process. */
public final class StoreException extends RuntimeException {
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
