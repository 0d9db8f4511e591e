// SPDX-License-Identifier: Apache-2.0
package doorstep.access;

/** A token file that cannot be used as asked; the message is for people. */
public final class AccessException extends RuntimeException {
    AccessException(String message) {
        super(message);
    }

    AccessException(String message, Exception cause) {
        super(message, cause);
    }
}
