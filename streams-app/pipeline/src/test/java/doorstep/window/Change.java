// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.tally.Cell;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.List;

/** A tally to be added to a cell at a time. */
public record Change(EventTime time, Cell cell, Tally tally) {
    /** The changes of a delta batch, in its order. */
    public static List<Change> in(DeltaBatch deltaBatch) {
        List<Change> changes = new ArrayList<>();
        deltaBatch.forEach((time, family, unit, slice, facet, tally) ->
                changes.add(new Change(EventTime.ofCode(time), new Cell(family, unit, slice, facet), tally)));
        return changes;
    }
}
