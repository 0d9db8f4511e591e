// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why rows do not add up to what was asked, for programs that say so in their own words.
 *
 * @param dates that were asked about; empty for windows of minutes
 * @param windows kinds without rows, each of which alone would make it possible
 * @param settings that lack them
 * @param inside the longest range within the dates that rows add up to; empty if there is none
 * @param around the shortest such range that contains them; empty if there is none
 */
public record Missing(
        Optional<Period> dates,
        Set<WindowKind> windows,
        List<String> settings,
        Optional<Period> inside,
        Optional<Period> around) {}
