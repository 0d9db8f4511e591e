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
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;

/** Rows of a store as the topics have them. */
public final class StoredRows {
    private StoredRows() {}

    /** The rows of a topic of figures, in any order. */
    public static List<FlatRow> of(RowStore store, Families families, Topic topic) {
        List<FlatRow> rows = new ArrayList<>();
        forEach(store, families, topic, (key, row) -> rows.add(FlatRow.of(key, row)));
        return rows;
    }

    /** Passes the rows of a topic of figures on, in any order: their keys and values. */
    public static void forEach(
            RowStore store, Families families, Topic topic, BiConsumer<String, SpecificRecord> visitor) {
        Family family = families.of(topic);
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.forEach(family.code(), (cell, kind, start, tally) -> {
                RowHead head = RowHead.of(store.cells().get(cell), kind, start);
                visitor.accept(head.key(), family.row(head, tally));
            });
        }
    }
}
