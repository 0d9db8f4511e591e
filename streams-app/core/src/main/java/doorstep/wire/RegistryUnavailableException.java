// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

/** Thrown when the schema registry does not answer in time. Transient: no verdict on any record follows from it. */
public final class RegistryUnavailableException extends RuntimeException {
    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
