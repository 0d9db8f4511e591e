package doorstep.cluster;

/** The cluster cannot be used: it does not answer, refuses, or is not as it must be. The message is for people. */
public final class ClusterException extends RuntimeException {
    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
