// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.tally.Cell;

/** Tells the rows of an answer apart, all of which have the same breakdown and dates. Empty where absent. */
public record RowName(String unit, String value, String facet) {
    static RowName of(Cell cell) {
        return new RowName(cell.unit(), cell.slice().value(), cell.facet());
    }

    /** A text in whose order the rows stand: NUL, which no part contains, comes before whatever a part continues with. */
    String key() {
        return unit + '\0' + value + '\0' + facet;
    }
}
