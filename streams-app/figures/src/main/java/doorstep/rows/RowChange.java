// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.tally.Cell;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;

/**
 * The latest row of figures for a key, or that it has none any more.
 *
 * @param start first local date of a calendar window as days since 1970-01-01; 0 for other windows
 * @param tally of the row; zero if it was deleted
 */
public record RowChange(Cell cell, WindowKind kind, long start, Tally tally) implements Change {
    @Override
    public int family() {
        return cell.family();
    }

    @Override
    public boolean isDeletion() {
        return tally.isZero();
    }
}
