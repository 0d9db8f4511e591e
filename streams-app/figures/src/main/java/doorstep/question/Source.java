// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.rows.Cells;
import doorstep.rows.RowStore.Snapshot;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Period;
import doorstep.tally.Tally;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The rows that one question reads, all of one moment. */
record Source(Moment moment, Cells cells, Snapshot rows, Optional<Parts> parts) {
    Source(Moment moment, Cells cells, Snapshot rows) {
        this(moment, cells, rows, Optional.empty());
    }

    /** The same rows, with cells that stand for several. */
    Source with(Parts parts) {
        return new Source(moment, cells, rows, Optional.of(parts));
    }

    Families families() {
        return moment.settings().families();
    }

    /** @param wanted of one family */
    Sums sums(List<SpanRows.Window> windows, Collection<Cell> wanted) {
        if (parts.isEmpty()) {
            return Sums.of(cells, rows, windows, wanted);
        }
        Map<Cell, List<Cell>> byWhole = new HashMap<>();
        wanted.forEach(cell -> byWhole.put(cell, parts.get().of(cell)));
        return Sums.of(
                        cells,
                        rows,
                        windows,
                        byWhole.values().stream().flatMap(List::stream).toList())
                .together(byWhole);
    }

    /** The row of a cell over the dates of a question. */
    SpecificRecord row(Cell cell, Tally tally, SpanRows span) {
        return families().ofCode(cell.family()).row(span.head(cell), tally);
    }

    /** The row of a cell over a range of dates. */
    SpecificRecord row(Cell cell, Tally tally, Period dates) {
        RowHead head = new RowHead(
                cell.unit(),
                cell.slice().breakdown().map(Breakdown::label).orElse(""),
                cell.slice().value(),
                cell.facet(),
                "",
                dates.first(),
                dates.last());
        return families().ofCode(cell.family()).row(head, tally);
    }

    /**
     * The date of the root's first row in the topic of a family, by its shortest windows. The root has a row wherever any
     * unit has one.
     */
    Optional<LocalDate> firstRow(Family family) {
        return moment.settings().windows().stream()
                .filter(kind -> kind.isCalendar())
                .map(kind -> rows.firstStart(family.code(), kind))
                .flatMap(start -> start.stream().boxed())
                .max(Long::compare)
                .map(LocalDate::ofEpochDay);
    }
}
