package doorstep.event;

import java.util.Optional;

/**
 * A visit or another encounter with people; all counts are 0 or more.
 *
 * @param minute since the epoch, UTC, of {@code occurredAt}, rounded down
 * @param fulfils the commitment that it names
 */
public record Visit(
        long minute,
        TreePath unit,
        Optional<TreePath> area,
        String category,
        String mode,
        int households,
        int people,
        int feedbackAsked,
        Optional<Link> fulfils)
        implements Event {
    private static final String FOLLOW_UP = "FOLLOW_UP";

    /** A visit that names no commitment. */
    public Visit(
            long minute,
            TreePath unit,
            Optional<TreePath> area,
            String category,
            String mode,
            int households,
            int people,
            int feedbackAsked) {
        this(minute, unit, area, category, mode, households, people, feedbackAsked, Optional.empty());
    }

    /** Whether it is a follow-up; only such a visit ends a call-back. */
    public boolean isFollowUp() {
        return category.equals(FOLLOW_UP);
    }
}
