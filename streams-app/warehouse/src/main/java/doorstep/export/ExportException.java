// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

/** Thrown when an export is not possible, and nothing of it was committed. The message is for users. */
public final class ExportException extends RuntimeException {
    private final boolean passing;

    public ExportException(String message) {
        super(message);
        passing = false;
    }

    public ExportException(String message, Throwable cause) {
        super(message, cause);
        passing = false;
    }

    private ExportException(String message, Throwable cause, boolean passing) {
        super(message, cause);
        this.passing = passing;
    }

    /** Of something that ends by itself. */
    public static ExportException passing(String message) {
        return passing(message, null);
    }

    /** Of something that ends by itself. */
    public static ExportException passing(String message, Throwable cause) {
        return new ExportException(message, cause, true);
    }

    /** The same in other words. */
    public ExportException withMessage(String message) {
        return new ExportException(message, this, passing);
    }

    /** Whether the export may be possible later, without anybody doing anything. */
    public boolean isPassing() {
        return passing;
    }
}
