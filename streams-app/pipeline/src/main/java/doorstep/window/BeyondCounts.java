// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.CellNumbers;
import doorstep.event.TreePath;
import doorstep.family.Families;
import doorstep.tally.RunningTally;
import java.util.SortedMap;
import java.util.TreeMap;

/** Contributions later than as-of, by family code; counted at the root unit only. */
final class BeyondCounts {
    private final CellNumbers cells;
    private final Families families;
    private final SortedMap<Integer, Long> counts;

    BeyondCounts(CellNumbers cells, Families families, SortedMap<Integer, Long> counts) {
        this.cells = cells;
        this.families = families;
        this.counts = new TreeMap<>(counts);
    }

    /** @param sign 1 for those that came, -1 for those that as-of has reached */
    void count(int cell, RunningTally tally, int sign) {
        if (cells.slice(cell).isTotal() && cells.unit(cell).equals(TreePath.ROOT)) {
            int family = cells.family(cell);
            long contributions = families.ofCode(family).contributionsIn(tally.toTally());
            counts.merge(family, sign * contributions, Long::sum);
        }
    }

    SortedMap<Integer, Long> counts() {
        return counts;
    }
}
