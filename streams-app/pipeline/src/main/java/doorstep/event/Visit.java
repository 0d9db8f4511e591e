package doorstep.event;

import java.util.Optional;

/** One encounter; the counts are 0 or more. */
public record Visit(
        long minute,
        TreePath unit,
        Optional<TreePath> area,
        String category,
        String mode,
        int households,
        int people,
        int feedbackAsked)
        implements Event {}
