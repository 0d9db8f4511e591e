// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

/** Thrown when an audit is not possible. The message is for users. */
public final class AuditException extends RuntimeException {
    AuditException(String message) {
        super(message);
    }

    AuditException(String message, Throwable cause) {
        super(message, cause);
    }
}
