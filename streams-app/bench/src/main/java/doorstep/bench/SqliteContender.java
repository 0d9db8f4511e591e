// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.rows.Cells;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import doorstep.rows.SqliteRows;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** The store as Doorstep has it. */
public final class SqliteContender implements StoreContender {
    @Override
    public MeasuredStore open(Path directory) {
        RowStore store = SqliteRows.open(directory, "bench", warning -> {
            throw new IllegalStateException(warning);
        });
        return new MeasuredStore() {
            @Override
            public Cells cells() {
                return store.cells();
            }

            @Override
            public void apply(List<RowChange> changes) {
                store.apply(changes, Map.of());
            }

            @Override
            public void read(List<RowWindow> windows, BitSet cells, RowStore.RowVisitor visitor) {
                try (RowStore.Snapshot snapshot = store.snapshot()) {
                    for (RowWindow window : windows) {
                        snapshot.forEach(
                                StoreInput.FAMILY,
                                window.kind(),
                                window.start(),
                                cells,
                                (cell, tally) -> visitor.row(cell, window.kind(), window.start(), tally));
                    }
                }
            }

            @Override
            public void readAll(RowStore.RowVisitor visitor) {
                try (RowStore.Snapshot snapshot = store.snapshot()) {
                    snapshot.forEach(StoreInput.FAMILY, visitor);
                }
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }
}
