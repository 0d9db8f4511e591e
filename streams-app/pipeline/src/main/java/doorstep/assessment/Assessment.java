package doorstep.assessment;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a satisfaction score says beside its target and other rows.
 *
 * @param target 0 to 1; empty for other questions and scales than the assessed one
 * @param verdict empty without a target, and without answers
 * @param shrunk the share, drawn to the parent's; what units are ranked by
 * @param parent the unit above in the same window; a root's is its own
 * @param difference from the parent; empty for a root
 * @param yearEarlier the same local dates one year before; empty for rows that have no days
 * @param responseRate answers about visits, out of the people asked there; may exceed 1 where visits were not recorded;
 *     empty if nobody was asked, and for other questions than OVERALL
 */
public record Assessment(
        Share own,
        OptionalDouble target,
        Optional<Verdict> verdict,
        OptionalDouble shrunk,
        Share parent,
        Optional<Difference> difference,
        Optional<Share> yearEarlier,
        OptionalDouble responseRate) {}
