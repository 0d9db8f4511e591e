// SPDX-License-Identifier: Apache-2.0
package doorstep.process;

/** Thrown if the run cannot continue; the message says why. */
public final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunException(String message) {
        super(message);
    }

    public RunException(String message, Throwable cause) {
        super(message, cause);
    }

    public static RunException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new RunException("interrupted", cause);
    }
}
