// SPDX-License-Identifier: Apache-2.0
package doorstep.period;

import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.util.Optional;
import java.util.Set;

/**
 * A range of dates that no windows add up to.
 *
 * @param wanted kinds without rows, each of which alone would make it possible; {@code DAY} always does
 * @param inside the longest range within it that windows add up to, the last of several; empty if there is none
 * @param around the shortest such range that contains it, the last of several; empty if there is none
 */
public record Uncovered(Period dates, Set<WindowKind> wanted, Optional<Period> inside, Optional<Period> around)
        implements Coverage {}
