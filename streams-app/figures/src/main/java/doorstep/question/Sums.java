// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.rows.Cells;
import doorstep.rows.RowStore.Snapshot;
import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of some cells, added up over several windows. */
final class Sums {
    private final Cells cells;
    private final Map<Integer, Tally> byNumber;

    private Sums(Cells cells, Map<Integer, Tally> byNumber) {
        this.cells = cells;
        this.byNumber = byNumber;
    }

    /** @param wanted of one family */
    static Sums of(Cells cells, Snapshot rows, List<SpanRows.Window> windows, Collection<Cell> wanted) {
        BitSet numbers = new BitSet();
        wanted.forEach(cell -> cells.find(cell).ifPresent(numbers::set));
        if (numbers.isEmpty()) {
            return new Sums(cells, Map.of());
        }
        int family = wanted.iterator().next().family();
        Map<Integer, Tally> sums = new HashMap<>();
        if (windows.size() == 1) {
            rows.forEach(family, windows.get(0).kind(), windows.get(0).start(), numbers, sums::put);
        } else {
            Map<Integer, RunningTally> running = new HashMap<>();
            for (SpanRows.Window window : windows) {
                rows.forEach(family, window.kind(), window.start(), numbers, (number, tally) -> running.computeIfAbsent(
                                number, it -> new RunningTally())
                        .add(tally));
            }
            running.forEach((number, sum) -> sums.put(number, sum.toTally()));
        }
        return new Sums(cells, sums);
    }

    /** Zero for a cell without rows. */
    Tally of(Cell cell) {
        return cells.find(cell)
                .map(number -> byNumber.getOrDefault(number, Tally.ZERO))
                .orElse(Tally.ZERO);
    }
}
