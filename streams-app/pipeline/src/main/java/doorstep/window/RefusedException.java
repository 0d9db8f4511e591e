package doorstep.window;

/**
 * Going on would give wrong figures, so the pipeline stops. The message names what is wrong, where, and the remedy; it
 * is for people and needs no stack trace.
 */
public final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
        super(message);
    }

    /**
     * What another version of Doorstep wrote.
     *
     * @param what it is, with an article
     */
    public static RefusedException oldState(String what, int format, int reads) {
        return new RefusedException("OLD_STATE: " + what + " of format " + format + "; this version reads " + reads
                + ". Stop the instances of other versions, and run `doorstep rebuild` to count again from the input"
                + " topics.");
    }
}
