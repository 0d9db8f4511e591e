// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import doorstep.delta.CellTime;
import doorstep.delta.DeltaBatch;
import doorstep.delta.EventTime;
import doorstep.delta.TallyTable;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.WindowKind;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Tallies of all windows of the cells in one partition, at as-of.
 *
 * <p>A change is added to each window that contains its time ({@link WindowChanges}). When as-of advances, what enters
 * and what leaves is found by its time ({@link AsOfStep}). Cells without changes cost nothing. Windows are never
 * recomputed from smaller ones.
 *
 * <p>Stores: {@code windows} (see {@link TallyRows}), {@code unsent} (see {@link DirtyRows} and {@link DeferredDeltas}).
 */
public final class WindowTallies {
    private static final int MAX_WAITING_BYTES = 8 << 20;
    /**
     * Maximum cells and days changed at once, unless one delta batch holds more: each of them changes several windows.
     */
    private static final int CELLS_AT_ONCE = 50_000;

    /** Takes rows: their family, key, and value, which is null for a tombstone. */
    public interface RowReceiver {
        void accept(Family family, String key, SpecificRecord row);
    }

    private final TallyRows tallies;
    private final CellWindows windows;
    private final WindowChanges changes;
    private final AsOfStep step;
    private final RowEmitter rows;
    private final DeferredDeltas deferred;
    private final BeyondCounts beyond;
    private final TallyTable gathered = new TallyTable(); // by CellTime
    private long asOf;

    /**
     * @param asOf minutes since the epoch, UTC: the as-of of the stores
     * @param beyond contributions later than that; updated in {@link #beyond()}
     */
    public WindowTallies(
            KeyValueStore<Bytes, byte[]> windows,
            KeyValueStore<Bytes, byte[]> unsent,
            Families families,
            OrgCalendar calendar,
            long asOf,
            Beyond beyond) {
        tallies = new TallyRows(windows, AsOfStep.firstDay(calendar, asOf));
        this.windows = new CellWindows(tallies.cells(), families);
        changes = new WindowChanges(this.windows, calendar);
        this.beyond = new BeyondCounts(tallies.cells(), families, beyond);
        step = new AsOfStep(tallies, this.windows, changes, calendar, this.beyond);
        rows = new RowEmitter(tallies, families, unsent);
        deferred = new DeferredDeltas(unsent);
        this.asOf = asOf;
    }

    public long asOf() {
        return asOf;
    }

    /** Contributions later than as-of. */
    public Beyond beyond() {
        return beyond.counts();
    }

    /** Number of cells that have ever had figures. */
    public long cells() {
        return tallies.cells().size();
    }

    /** Number of rows to be sent and delta batches to be added; 0 if all rows of everything taken were sent. */
    public long unsent() {
        return rows.unsent() + deferred.size();
    }

    /** Rows with a breakdown value that are to be sent, without those that {@link #addDeferred} may add. */
    public int unsentSlices() {
        return rows.unsentSlices();
    }

    /** Number of the first delta batch of breakdown values that is still deferred. */
    public long firstWaiting() {
        return deferred.first();
    }

    /** Number that the next delta batch of breakdown values will have. */
    public long nextWaiting() {
        return deferred.next();
    }

    /**
     * Takes a delta batch. It is added by the next {@link #addGathered}, because many senders change the same cells; one of
     * breakdown values by the next {@link #addDeferred}, or once too many are deferred.
     */
    void take(DeltaBatch deltaBatch) {
        if (!deltaBatch.ofSlices()) {
            deltaBatch.forEach(tallies.cells(), (cell, time, tally) -> gathered.at(CellTime.of(cell, time))
                    .add(tally));
            return;
        }
        deferred.add(deltaBatch.toBytes());
        while (deferred.bytes() > MAX_WAITING_BYTES) {
            addDeferred();
        }
    }

    /** Adds what was taken, except breakdown values. Called before rows are sent and before each commit. */
    public void addGathered() {
        gathered.forEach((cellTime, tally) -> change(CellTime.cell(cellTime), CellTime.timeCode(cellTime), tally));
        gathered.clear();
        applyChanges();
    }

    /**
     * Adds what was taken, including breakdown values, but of these no more at once than a commit has time for. Calling
     * it less often costs less: cells change often, rows are sent now and then.
     *
     * @return whether breakdown values of the current sweep are left for the next call
     */
    public boolean addDeferred() {
        boolean more = deferred.sweep(
                deltaBatch -> deltaBatch.forEach(tallies.cells(), this::change), () -> changes.days() >= CELLS_AT_ONCE);
        addGathered();
        return more;
    }

    /** @param timeCode see {@link EventTime#code} */
    private void change(int cell, long timeCode, RunningTally tally) {
        EventTime time = EventTime.ofCode(timeCode);
        if (time.coarse()) {
            changes.addDay(cell, time.at(), tally);
            return;
        }
        long minute = time.at();
        boolean reached = minute <= asOf;
        if (reached) {
            changes.addMinute(cell, minute, asOf, tally);
        } else {
            beyond.count(cell, tally, 1);
        }
        if (!reached || (minute > asOf - AsOfStep.MINUTES_KEPT && windows.keepsMinutes(cell))) {
            tallies.add(RowNumber.of(cell, RowNumber.MINUTE, minute), tally);
        }
    }

    /**
     * Advances as-of; a moment at or before it changes nothing.
     *
     * @param next minutes since the epoch, UTC
     */
    public void stepTo(long next) {
        if (next <= asOf) {
            return;
        }
        step.step(asOf, next);
        asOf = next;
        applyChanges();
    }

    private void applyChanges() {
        changes.drain(asOf, (row, change) -> {
            tallies.add(row, change);
            if (windows.has(RowNumber.cell(row), WindowKind.ofCode(RowNumber.kind(row)))) {
                rows.onChange(row);
            }
        });
    }

    /**
     * Sends rows that changed: a tombstone if a row was sent before and its tally is now zero.
     *
     * @param totals true: rows of all events; false: rows with a breakdown value
     * @param most maximum number; the others are left for the next call
     * @return whether rows are left
     */
    public boolean send(boolean totals, int most, RowReceiver receiver) {
        return rows.send(totals, most, receiver);
    }

    /** Stores the cells that are new, and which rows are unsent. Called before each commit. */
    public void keep() {
        tallies.keepCells();
        rows.keep();
    }
}
