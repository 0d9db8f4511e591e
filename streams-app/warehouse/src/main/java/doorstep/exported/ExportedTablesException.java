// SPDX-License-Identifier: Apache-2.0
package doorstep.exported;

/** Thrown when exported tables cannot be read. The message is for users. */
public final class ExportedTablesException extends RuntimeException {
    public ExportedTablesException(String message) {
        super(message);
    }

    ExportedTablesException(String message, Throwable cause) {
        super(message, cause);
    }
}
