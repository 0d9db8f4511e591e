// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import doorstep.wire.RowKey;
import java.time.LocalDate;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/**
 * The key fields of a row. Absent strings are empty, absent dates null, as in the rows themselves.
 *
 * @param start first local date of a calendar window
 * @param end last local date of it, inclusive
 */
public record RowHead(
        String unit, String breakdown, String value, String facet, String window, LocalDate start, LocalDate end) {
    /** @param start days since 1970-01-01; ignored unless {@code kind} is a calendar window */
    public static RowHead of(Cell cell, WindowKind kind, long start) {
        boolean calendar = kind.isCalendar();
        return new RowHead(
                cell.unit(),
                cell.slice().breakdown().map(Breakdown::label).orElse(""),
                cell.slice().value(),
                cell.facet(),
                kind.name(),
                calendar ? LocalDate.ofEpochDay(start) : null,
                calendar ? LocalDate.ofEpochDay(OrgCalendar.endOf(kind, start)) : null);
    }

    /** What the row is broken down by. */
    public Slice slice() {
        return breakdown.isEmpty()
                ? Slice.TOTAL
                : Slice.of(Breakdown.valueOf(breakdown.toUpperCase(Locale.ROOT)), value);
    }

    /** Sets the key fields, which are the first fields of every row. */
    public <T extends SpecificRecord> T on(T row) {
        Object[] parts = {unit, breakdown, value, facet, window, start, end};
        for (int i = 0; i < parts.length; i++) {
            row.put(i, parts[i]);
        }
        return row;
    }

    public String key() {
        return RowKey.of(unit, breakdown, value, facet, window, start != null, start == null ? 0 : start.toEpochDay());
    }
}
