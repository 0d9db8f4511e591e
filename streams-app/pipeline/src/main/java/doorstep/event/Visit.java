package doorstep.event;

import java.util.Optional;

/**
 * One encounter; the counts are 0 or more.
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

    /** One that names no commitment. */
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

    /** Only such a visit ends a call-back. */
    public boolean isFollowUp() {
        return category.equals(FOLLOW_UP);
    }
}
