// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.tally.WindowKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Sort order of rows for people: unit, breakdown, value, facet, window from short to long, start. */
public final class RowOrder {
    public static final Comparator<FlatRow> BY_PARTS = Comparator.<FlatRow, String>comparing(row -> row.text("unit"))
            .thenComparing(row -> row.text("breakdown"))
            .thenComparing(row -> row.text("value"))
            .thenComparing(row -> row.text("facet"))
            .thenComparingInt(RowOrder::window)
            .thenComparing(row -> row.text("start"))
            .thenComparing(FlatRow::key);

    private static final List<String> WINDOWS =
            Arrays.stream(WindowKind.values()).map(Enum::name).toList();

    private RowOrder() {}

    private static int window(FlatRow row) {
        return WINDOWS.indexOf(row.text("window"));
    }
}
