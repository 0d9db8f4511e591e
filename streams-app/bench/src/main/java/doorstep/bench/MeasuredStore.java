// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.rows.Cells;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import java.util.BitSet;
import java.util.List;

/** A store of the rows of one family that is measured. One thread writes, another one reads. */
public interface MeasuredStore extends AutoCloseable {
    Cells cells();

    /** Applies changes of distinct rows in one transaction. */
    void apply(List<RowChange> changes);

    /** Passes the rows that some cells have in some windows, all of one moment. */
    void read(List<RowWindow> windows, BitSet cells, RowStore.RowVisitor visitor);

    /** Passes all rows. */
    void readAll(RowStore.RowVisitor visitor);

    @Override
    void close();
}
