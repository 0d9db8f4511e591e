// SPDX-License-Identifier: Apache-2.0
package doorstep.cluster;

/**
 * Thrown when the cluster is not usable: it does not answer, refuses, or is not set up as required. The message is for
 * users.
 */
public final class ClusterException extends RuntimeException {
    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
