// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.figures.FlatRow;
import doorstep.rows.RowStore;
import doorstep.rows.RowStore.Snapshot;
import doorstep.wire.Topic;
import java.util.ArrayList;
import java.util.List;

/** Rows of a store as the topics have them. */
public final class StoredRows {
    private StoredRows() {}

    /** The rows of a topic of figures, in any order. */
    public static List<FlatRow> of(RowStore store, Families families, Topic topic) {
        Family family = families.of(topic);
        List<FlatRow> rows = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.forEach(family.code(), (cell, kind, start, tally) -> {
                RowHead head = RowHead.of(store.cells().get(cell), kind, start);
                rows.add(FlatRow.of(head.key(), family.row(head, tally)));
            });
        }
        return rows;
    }
}
