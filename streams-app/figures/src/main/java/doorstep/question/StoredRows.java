// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.figures.FlatRow;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.rows.RowStore.Snapshot;
import doorstep.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    /** The keys of those rows of a topic of figures that are wanted, in any order. */
    public static List<RowHead> heads(RowStore store, Families families, Topic topic, Predicate<RowChange> wanted) {
        List<RowHead> heads = new ArrayList<>();
        forEach(store, families.of(topic).code(), row -> {
            if (wanted.test(row)) {
                heads.add(head(row));
            }
        });
        return heads;
    }

    /** Passes the rows of a topic of figures on, in any order: their keys and values. */
    public static void forEach(
            RowStore store, Families families, Topic topic, BiConsumer<String, SpecificRecord> visitor) {
        Family family = families.of(topic);
        forEach(store, family.code(), row -> {
            RowHead head = head(row);
            visitor.accept(head.key(), family.row(head, row.tally()));
        });
    }

    /**
     * Passes the rows of a family on, in any order.
     *
     * @param family code of the family
     */
    public static void forEach(RowStore store, int family, Consumer<RowChange> visitor) {
        try (Snapshot snapshot = store.snapshot()) {
            snapshot.forEach(
                    family,
                    (cell, kind, start, tally) ->
                            visitor.accept(new RowChange(store.cells().get(cell), kind, start, tally)));
        }
    }

    /** A row as it is after a change: without figures if it was deleted. */
    public static FlatRow of(RowChange change, Families families, Topic topic) {
        RowHead head = head(change);
        return change.tally().isZero()
                ? FlatRow.removed(head.key(), topic.value())
                : FlatRow.of(head.key(), families.of(topic).row(head, change.tally()));
    }

    private static RowHead head(RowChange row) {
        return RowHead.of(row.cell(), row.kind(), row.start());
    }
}
