package doorstep.wire;

/**
 * The schema registry answered, and refuses: a schema, or this client. Asking again does not help. The message is for
 * people.
 */
public final class RegistryRefusedException extends RuntimeException {
    public RegistryRefusedException(String message) {
        super(message);
    }
}
