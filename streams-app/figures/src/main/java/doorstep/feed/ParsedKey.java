// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.family.RowHead;
import doorstep.figures.KeyParts;
import doorstep.rows.RowChange;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The key of a row of figures.
 *
 * @param start first local date of a calendar window as days since 1970-01-01; 0 for other windows
 */
public record ParsedKey(Cell cell, WindowKind kind, long start) {
    /** Empty if the bytes are not exactly what the pipeline writes for some row: then another program wrote them. */
    static Optional<ParsedKey> of(int family, byte[] key) {
        return of(family, new String(key, StandardCharsets.UTF_8)).filter(it -> Arrays.equals(it.bytes(), key));
    }

    /** A key as somebody typed it, who need not have escaped everything. Empty if it has not the form of a key. */
    public static Optional<ParsedKey> of(int family, String key) {
        try {
            Map<String, String> parts = KeyParts.of(key);
            String breakdown = parts.get("breakdown");
            Slice slice = breakdown.isEmpty()
                    ? Slice.TOTAL
                    : Slice.of(Breakdown.valueOf(breakdown.toUpperCase(Locale.ROOT)), parts.get("value"));
            WindowKind kind = WindowKind.valueOf(parts.get("window"));
            long start = kind.isCalendar() ? LocalDate.parse(parts.get("start")).toEpochDay() : 0;
            return Optional.of(
                    new ParsedKey(new Cell(family, parts.get("unit"), slice, parts.get("facet")), kind, start));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The parts as rows have them. */
    public RowHead head() {
        return RowHead.of(cell, kind, start);
    }

    private byte[] bytes() {
        return head().key().getBytes(StandardCharsets.UTF_8);
    }

    RowChange with(Tally tally) {
        return new RowChange(cell, kind, start, tally);
    }
}
