package doorstep.torture;

/** The run cannot go on; the message says why. */
final class TortureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TortureException(String message) {
        super(message);
    }

    TortureException(String message, Throwable cause) {
        super(message, cause);
    }

    static TortureException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new TortureException("interrupted", cause);
    }
}
