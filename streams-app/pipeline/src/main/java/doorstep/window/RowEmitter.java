// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.delta.CellNumbers;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.family.RowHead;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Sends rows that changed: a tombstone if a row was sent before and its tally is now zero. */
final class RowEmitter {
    private final TallyRows tallies;
    private final Families families;
    private final DirtyRows totals;
    private final DirtyRows slices;

    /** @param unsent see {@link DirtyRows} */
    RowEmitter(TallyRows tallies, Families families, KeyValueStore<Bytes, byte[]> unsent) {
        this.tallies = tallies;
        this.families = families;
        totals = new DirtyRows(unsent, 1);
        slices = new DirtyRows(unsent, 0);
    }

    void onChange(long row) {
        boolean total = tallies.cells().slice(RowNumber.cell(row)).isTotal();
        (total ? totals : slices).add(row);
    }

    /** Rows to be sent. */
    int unsent() {
        return totals.size() + slices.size();
    }

    /** Rows with a breakdown value to be sent. */
    int unsentSlices() {
        return slices.size();
    }

    /** @see WindowTallies#send */
    boolean send(boolean ofTotals, int most, WindowTallies.RowReceiver receiver) {
        DirtyRows rows = ofTotals ? totals : slices;
        rows.poll(most, row -> send(row, receiver));
        return rows.size() > 0;
    }

    private void send(long row, WindowTallies.RowReceiver receiver) {
        byte[] value = tallies.get(row);
        if (value == null) {
            return; // it was removed without ever being sent
        }
        CellNumbers cells = tallies.cells();
        int cell = RowNumber.cell(row);
        Family family = families.ofCode(cells.family(cell));
        RowHead head = RowHead.of(cells.cell(cell), WindowKind.ofCode(RowNumber.kind(row)), RowNumber.start(row));
        ByteReader in = TallyRows.tallyOf(value);
        Tally tally = Tally.readFrom(in);
        if (tally.isZero()) {
            receiver.accept(family, head.key(), null);
            tallies.delete(row);
        } else {
            receiver.accept(family, head.key(), family.row(head, tally));
            tallies.markSent(row, value);
        }
    }

    /** Stores which rows are unsent. Called before each commit. */
    void keep() {
        totals.keep();
        slices.keep();
    }
}
