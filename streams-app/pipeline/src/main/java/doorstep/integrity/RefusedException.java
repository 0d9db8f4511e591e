package doorstep.integrity;

/**
 * Going on would give wrong figures, so the pipeline stops. The message names what is wrong, where, and the remedy; it
 * is for people and needs no stack trace.
 */
public final class RefusedException extends RuntimeException {
    private final boolean toBeConfirmed;

    public RefusedException(String message) {
        this(message, false);
    }

    private RefusedException(String message, boolean toBeConfirmed) {
        super(message);
        this.toBeConfirmed = toBeConfirmed;
    }

    /**
     * Something is gone that the figures stand on, or are still to stand on.
     *
     * @param place which task found that
     * @param what is missing, and where
     */
    public static RefusedException historyMissing(String place, String what) {
        return new RefusedException(missing(place, what), false);
    }

    /** The same, by the look of it: see {@link #isToBeConfirmed}. */
    public static RefusedException historySeemsMissing(String place, String what) {
        return new RefusedException(missing(place, what), true);
    }

    private static String missing(String place, String what) {
        return "HISTORY_MISSING: " + place + ": " + what
                + ". Figures would be wrong without it; run `doorstep rebuild` to count again from the input topics.";
    }

    /**
     * Whether an instance would see the same that was paused while it started, and does not know yet that another one
     * has its task and has read on. A new thread sees it again only if it is so.
     */
    public boolean isToBeConfirmed() {
        return toBeConfirmed;
    }

    /**
     * Refuses what another version of Doorstep wrote.
     *
     * @param format that it has
     * @param reads the format that this version reads
     * @param what it is, with an article
     * @throws RefusedException OLD_STATE
     */
    public static void requireFormat(int format, int reads, String what) {
        if (format != reads) {
            throw new RefusedException("OLD_STATE: " + what + " of format " + format + "; this version reads " + reads
                    + ". Stop the instances of other versions, and run `doorstep rebuild` to count again from the input"
                    + " topics.");
        }
    }
}
