// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

/**
 * Thrown for a mapping that cannot be used. The message tells its author file, line, key, what is wrong and what to do.
 */
public final class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingException(String message) {
        super(message);
    }

    MappingException(String message, Throwable cause) {
        super(message, cause);
    }
}
