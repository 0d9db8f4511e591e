// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import doorstep.tally.Cell;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What a store holds, by name, read in each way that there is. */
final class StoreContent {
    record Row(Cell cell, WindowKind kind, long start) {}

    private StoreContent() {}

    static Map<Row, Tally> scanned(RowStore store) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<Row, Tally> rows = new HashMap<>();
            for (int family = 1; family <= RandomChanges.FAMILIES; family++) {
                snapshot.forEach(
                        family,
                        (cell, kind, start, tally) ->
                                rows.put(new Row(store.cells().get(cell), kind, start), tally));
            }
            return rows;
        }
    }

    static Map<Row, Tally> byWindow(RowStore store) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<Row, Tally> rows = new HashMap<>();
            forEachWindow((kind, start) -> {
                for (int family = 1; family <= RandomChanges.FAMILIES; family++) {
                    snapshot.forEach(
                            family,
                            kind,
                            start,
                            cellsOf(store, family),
                            (cell, tally) -> rows.put(new Row(store.cells().get(cell), kind, start), tally));
                }
            });
            return rows;
        }
    }

    static Map<Row, Tally> lookedUp(RowStore store) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<Row, Tally> rows = new HashMap<>();
            forEachWindow((kind, start) -> {
                for (int cell = 0; cell < store.cells().size(); cell++) {
                    Tally tally = snapshot.get(cell, kind, start);
                    if (!tally.isZero()) {
                        rows.put(new Row(store.cells().get(cell), kind, start), tally);
                    }
                }
            });
            return rows;
        }
    }

    /** Of cells with rows: another store may know more cells. */
    static Map<Row, OptionalLong> firstStarts(RowStore store) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<Row, OptionalLong> starts = new HashMap<>();
            for (int cell = 0; cell < store.cells().size(); cell++) {
                for (WindowKind kind : RandomChanges.KINDS) {
                    OptionalLong start = snapshot.firstStart(cell, kind);
                    if (start.isPresent()) {
                        starts.put(new Row(store.cells().get(cell), kind, 0), start);
                    }
                }
            }
            return starts;
        }
    }

    private static BitSet cellsOf(RowStore store, int family) {
        BitSet cells = new BitSet();
        for (int cell = 0; cell < store.cells().size(); cell++) {
            cells.set(cell, store.cells().get(cell).family() == family);
        }
        return cells;
    }

    private interface Windows {
        void accept(WindowKind kind, long start);
    }

    private static void forEachWindow(Windows windows) {
        for (WindowKind kind : RandomChanges.KINDS) {
            for (int day = 0; day < (kind.isCalendar() ? RandomChanges.DAYS : 1); day++) {
                windows.accept(kind, kind.isCalendar() ? RandomChanges.day(day) : 0);
            }
        }
    }
}
