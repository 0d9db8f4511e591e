// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.event.TreePath;
import doorstep.family.Family;
import doorstep.rows.Cells;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds the units and cells of a selection. */
final class SelectedCells {
    private final Cells cells;
    private final Family family;
    private final Selection selection;
    private final Access access;

    SelectedCells(Cells cells, Family family, Selection selection, Access access) {
        this.cells = cells;
        this.family = family;
        this.selection = selection;
        this.access = access;
    }

    /** Without those of other units, whether or not they have rows. */
    Collection<String> units() {
        String unit = selection.unit();
        return switch (selection.reach()) {
            case UNIT -> List.of(unit);
            case BELOW -> cells.below(unit);
            case SIBLINGS -> siblings(unit);
            case SUBTREE -> {
                List<String> units = new ArrayList<>();
                cells.forEachWithin(unit, units::add);
                yield units;
            }
        };
    }

    /** The unit alone for whoever does not see the one above. */
    private Collection<String> siblings(String unit) {
        String above = TreePath.parent(unit);
        return unit.equals(TreePath.ROOT) || !access.covers(above) ? List.of(unit) : cells.below(above);
    }

    /** Whether each unit has exactly one row in the answer, of zeros if nothing was counted. */
    boolean isClosed() {
        return selection.isClosed(family.hasFacets());
    }

    /** The cells of units: one for each if the selection is closed, else those that ever had rows. */
    List<Cell> of(Collection<String> units) {
        List<Cell> selected = new ArrayList<>();
        for (String unit : units) {
            if (isClosed()) {
                selected.add(
                        new Cell(family.code(), unit, slice(), selection.facet().orElse("")));
            } else {
                cells.ofUnit(unit).forEach(it -> addIfSelected(it.cell(), selected));
            }
        }
        return selected;
    }

    private void addIfSelected(Cell cell, List<Cell> selected) {
        if (cell.family() == family.code()
                && selection.has(cell.slice())
                && selection.facet().filter(it -> !it.equals(cell.facet())).isEmpty()) {
            selected.add(cell);
        }
    }

    /** A slice of the selection's kind; that of its value if it names one. */
    Slice slice() {
        return selection
                .breakdown()
                .map(it -> Slice.of(it, selection.value().orElse("any")))
                .orElse(Slice.TOTAL);
    }
}
