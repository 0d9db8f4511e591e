// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import doorstep.tally.Cell;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
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

    /** The worklist by id. */
    static Map<String, WorkItem> items(RowStore store) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<String, WorkItem> items = new HashMap<>();
            snapshot.forEachItem(item -> items.put(item.getId(), item));
            return items;
        }
    }

    /** The rows of the worklist that some ids have. */
    static Map<String, WorkItem> itemsOf(RowStore store, List<String> ids) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<String, WorkItem> items = new HashMap<>();
            ids.forEach(id -> snapshot.item(id).ifPresent(item -> items.put(id, item)));
            return items;
        }
    }

    /** By family and kind of window, for those that have rows. */
    static Map<List<Object>, OptionalLong> firstStarts(RowStore store) {
        try (RowStore.Snapshot snapshot = store.snapshot()) {
            Map<List<Object>, OptionalLong> starts = new HashMap<>();
            for (int cell = 0; cell < store.cells().size(); cell++) {
                int family = store.cells().get(cell).family();
                for (WindowKind kind : RandomChanges.KINDS) {
                    starts.put(List.of(family, kind), snapshot.firstStart(family, kind));
                }
            }
            starts.values().removeIf(OptionalLong::isEmpty);
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
