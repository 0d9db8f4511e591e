// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

/** Thrown where an import cannot start or continue. The message is for the person who started it. */
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImportException(String message) {
        super(message);
    }

    ImportException(String message, Throwable cause) {
        super(message, cause);
    }
}
