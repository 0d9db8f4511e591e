// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

/**
 * Stops the pipeline because continuing would give wrong figures. The message says what is wrong, where, and how to fix
 * it; it is written for people and needs no stack trace.
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
     * Records or state are gone that the figures were counted from, or are still to be counted from.
     *
     * @param task the task that found it, as messages name it
     * @param what is missing, and where
     */
    public static RefusedException historyMissing(String task, String what) {
        return new RefusedException(missing(task, what), false);
    }

    /** Like {@link #historyMissing}, but may be a false alarm: see {@link #isToBeConfirmed}. */
    public static RefusedException historySeemsMissing(String task, String what) {
        return new RefusedException(missing(task, what), true);
    }

    private static String missing(String task, String what) {
        return "HISTORY_MISSING: " + task + ": " + what
                + ". Figures would be wrong; run `doorstep rebuild` to count again from the input topics.";
    }

    /**
     * Whether a healthy instance could see the same: one that was paused while it started, and does not know yet that
     * another instance has taken its task over and read on. A new thread sees it again only if it is real.
     */
    public boolean isToBeConfirmed() {
        return toBeConfirmed;
    }

    /**
     * Refuses what another version of Doorstep wrote.
     *
     * @param found the format that it has
     * @param known the format that this version reads
     * @param what it is, with an article
     * @throws RefusedException OLD_STATE
     */
    public static void requireFormat(int found, int known, String what) {
        if (found != known) {
            throw new RefusedException("OLD_STATE: " + what + " has format " + found + "; this version reads " + known
                    + ". Stop the instances of other versions, and run `doorstep rebuild` to count again from the input"
                    + " topics.");
        }
    }
}
