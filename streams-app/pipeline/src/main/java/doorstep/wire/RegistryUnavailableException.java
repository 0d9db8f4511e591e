package doorstep.wire;

/** The schema registry did not answer in time. A passing fault: no verdict on any record follows from it. */
public final class RegistryUnavailableException extends RuntimeException {
    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
