package doorstep.window;

/**
 * Going on would give wrong figures, so the pipeline stops. The message names what is wrong, where, and the remedy; it
 * is for people and needs no stack trace.
 */
public final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
        super(message);
    }
}
