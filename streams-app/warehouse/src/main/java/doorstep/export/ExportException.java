// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

/** Thrown when an export is not possible, and nothing of it was committed. The message is for users. */
public final class ExportException extends RuntimeException {
    public ExportException(String message) {
        super(message);
    }

    public ExportException(String message, Throwable cause) {
        super(message, cause);
    }
}
