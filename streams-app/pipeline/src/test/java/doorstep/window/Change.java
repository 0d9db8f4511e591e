// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.CellNumbers;
import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.tally.Cell;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.List;

/** A tally to be added to a cell at a time. */
public record Change(EventTime time, Cell cell, Tally tally) {
    /** Adds it to a delta batch. */
    public void addTo(DeltaBatch.Packer packer, CellNumbers cells) {
        packer.add(cells.of(cell), time.code(), new RunningTally().add(tally));
    }

    /** The changes of a delta batch, in its order. */
    public static List<Change> in(DeltaBatch deltaBatch) {
        List<Change> changes = new ArrayList<>();
        CellNumbers cells = new CellNumbers();
        deltaBatch.forEach(
                cells,
                (cell, time, tally) ->
                        changes.add(new Change(EventTime.ofCode(time), cells.cell(cell), tally.toTally())));
        return changes;
    }
}
