// SPDX-License-Identifier: Apache-2.0
package doorstep.assessment;

import doorstep.family.RowHead;
import doorstep.tally.WindowKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Finds the rows for the same period last year: no single row covers it, but the rows of its days add up to it. */
public final class YearEarlier {
    private YearEarlier() {}

    /**
     * Keys of the rows to add up, some of which may not exist. Empty for rows with a breakdown, which have no days, and
     * for windows that do not consist of local dates.
     *
     * @param asOf local date of as-of
     */
    public static Optional<List<String>> keys(RowHead head, LocalDate asOf) {
        if (!head.breakdown().isEmpty()) {
            return Optional.empty();
        }
        return Period.of(WindowKind.valueOf(head.window()), head.start(), head.end(), asOf)
                .map(period -> period.yearEarlier()
                        .days()
                        .map(day ->
                                new RowHead(head.unit(), "", "", head.facet(), WindowKind.DAY.name(), day, day).key())
                        .toList());
    }
}
