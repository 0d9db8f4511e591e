// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.avro.WorkItem;
import doorstep.rows.Change;
import doorstep.rows.ItemChange;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.rows.RowStore.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a batch changed.
 *
 * @param count of all changes
 * @param rows of figures
 * @param units whose worklist changed: those of the items, and those of the items that these took the place of. A deletion
 *     names no unit
 */
record StoredChanges(int count, List<RowChange> rows, Set<String> units) {
    /** @param before the store, in which the changes are not yet */
    static StoredChanges of(List<Change> changes, RowStore before) {
        List<RowChange> rows = new ArrayList<>();
        List<ItemChange> items = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof ItemChange item) {
                items.add(item);
            } else if (change instanceof RowChange row) {
                rows.add(row);
            }
        }
        return new StoredChanges(changes.size(), rows, items.isEmpty() ? Set.of() : units(items, before));
    }

    private static Set<String> units(List<ItemChange> changes, RowStore before) {
        Set<String> units = new TreeSet<>();
        try (Snapshot snapshot = before.snapshot()) {
            changes.forEach(change -> {
                snapshot.item(change.id()).map(WorkItem::getUnit).ifPresent(units::add);
                change.item().map(WorkItem::getUnit).ifPresent(units::add);
            });
        }
        return units;
    }
}
