// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.family.RowHead;
import doorstep.tally.Period;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the rows for the same period last year: no single row covers it, but the rows of its days add up to it. */
public final class YearEarlier {
    private final boolean daysOfTotals;
    private final boolean daysOfBreakdowns;
    private final LocalDate asOf;

    /**
     * @param windows that have rows
     * @param breakdownWindows that have rows with a breakdown
     * @param asOf local date of as-of
     */
    public YearEarlier(Set<WindowKind> windows, Set<WindowKind> breakdownWindows, LocalDate asOf) {
        daysOfTotals = windows.contains(WindowKind.DAY);
        daysOfBreakdowns = breakdownWindows.contains(WindowKind.DAY);
        this.asOf = asOf;
    }

    /**
     * Keys of the rows to add up, some of which may not exist. Empty where days have no rows, and for windows that do not
     * consist of local dates.
     */
    public Optional<List<String>> keys(RowHead head) {
        boolean hasDays = head.breakdown().isEmpty() ? daysOfTotals : daysOfBreakdowns;
        if (!hasDays) {
            return Optional.empty();
        }
        return Period.of(WindowKind.valueOf(head.window()), head.start(), head.end(), asOf)
                .map(period -> period.yearEarlier()
                        .days()
                        .map(day -> keyOfDay(head, day))
                        .toList());
    }

    private static String keyOfDay(RowHead head, LocalDate day) {
        return new RowHead(head.unit(), head.breakdown(), head.value(), head.facet(), WindowKind.DAY.name(), day, day)
                .key();
    }
}
