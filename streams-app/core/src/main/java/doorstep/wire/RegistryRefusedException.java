// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

/**
 * Thrown when the schema registry refuses a schema, or this client. Retrying does not help. The message is for users.
 */
public final class RegistryRefusedException extends RuntimeException {
    public RegistryRefusedException(String message) {
        super(message);
    }
}
