// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

import doorstep.event.Event;
import doorstep.event.TreePath;
import doorstep.family.Breakdowns;
import doorstep.family.Contribution;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.integrity.BatchHeader;
import doorstep.integrity.BatchSequencer;
import doorstep.tally.OrgCalendar;
import doorstep.tally.RunningTally;
import doorstep.tally.Slice;
import java.util.List;

/**
 * Adds up contributions per leaf unit until they are sent as delta batches, so that many events of a unit become one
 * change for the windows. Cells are expanded to all unit prefixes only then: that cost is per cell, not per event.
 *
 * <p>Kept in the heap, so everything must be sent in the transaction of the events it came from.
 */
public final class PreAggregator {
    /**
     * Times older than this keep only their local day. Windows by minute reach back 24 hours; the rest is for clock
     * skew.
     */
    public static final long FINE_MINUTES = 48 * 60;

    /** So that ever new breakdown values cost no memory. */
    private static final int MAX_CELLS_KNOWN = 1 << 18;

    /** Takes the encoded delta batches of one round. */
    public interface Receiver {
        void accept(int partition, byte[] deltaBatch);
    }

    private final Families families;
    private final Breakdowns breakdowns;
    private final OrgCalendar calendar;
    private final int partitions;
    private final int maxCellsKnown;
    private final TallyTable pending = new TallyTable(); // by cell of the leaf unit, and time
    private final TallyTable above = new TallyTable(); // by cell of a unit above, and time
    private CellNumbers cells = new CellNumbers();
    private RollUps rollUps;
    private int[] slices = new int[16]; // numbers of an event's slices

    /** @param partitions of the windows */
    public PreAggregator(Families families, Breakdowns breakdowns, OrgCalendar calendar, int partitions) {
        this(families, breakdowns, calendar, partitions, MAX_CELLS_KNOWN);
    }

    PreAggregator(Families families, Breakdowns breakdowns, OrgCalendar calendar, int partitions, int maxCellsKnown) {
        this.families = families;
        this.breakdowns = breakdowns;
        this.calendar = calendar;
        this.partitions = partitions;
        this.maxCellsKnown = maxCellsKnown;
        rollUps = new RollUps(cells, families, partitions);
    }

    /** Cells waiting to be sent, including those whose changes cancel out. */
    public int cells() {
        return pending.size();
    }

    public void add(Event event, long asOf) {
        change(event, asOf, true);
    }

    public void subtract(Event event, long asOf) {
        change(event, asOf, false);
    }

    private void change(Event event, long asOf, boolean add) {
        int unit = -1;
        int sliceCount = 0;
        for (Family family : families.all()) {
            List<Contribution> contributions = family.contributionsOf(event);
            for (int i = 0; i < contributions.size(); i++) {
                Contribution contribution = contributions.get(i);
                if (contribution.tally().isZero()) {
                    continue;
                }
                long time = timeOf(contribution.minute(), asOf).code();
                int facet = cells.facetNumber(contribution.facet());
                if (family.rootOnly()) {
                    int root = cells.unitNumber(TreePath.ROOT);
                    int total = cells.sliceNumber(Slice.TOTAL);
                    change(cells.of(family.code(), root, total, facet), time, contribution, add);
                    continue;
                }
                if (unit < 0) {
                    unit = cells.unitNumber(event.unit().text());
                    sliceCount = numberSlices(breakdowns.slicesOf(event));
                }
                for (int j = 0; j < sliceCount; j++) {
                    change(cells.of(family.code(), unit, slices[j], facet), time, contribution, add);
                }
            }
        }
    }

    private int numberSlices(List<Slice> all) {
        if (all.size() > slices.length) {
            slices = new int[2 * all.size()];
        }
        for (int i = 0; i < all.size(); i++) {
            slices[i] = cells.sliceNumber(all.get(i));
        }
        return all.size();
    }

    private EventTime timeOf(long minute, long asOf) {
        return minute > asOf - FINE_MINUTES ? EventTime.minute(minute) : EventTime.day(calendar.dayOf(minute));
    }

    private void change(int cell, long time, Contribution contribution, boolean add) {
        RunningTally sum = pending.at(CellTime.of(cell, time));
        if (add) {
            sum.add(contribution.tally());
        } else {
            sum.subtract(contribution.tally());
        }
    }

    /**
     * Sends everything pending: each cell goes, under each prefix of its unit, to the partition of that prefix.
     *
     * @param sent the last delta batch to each partition; updated here
     * @param asOf the latest as-of at which any pending time was coarsened
     */
    public void sendDeltaBatches(BatchSequencer sent, long asOf, Receiver receiver) {
        Outbox outbox = new Outbox(sent, asOf, receiver);
        pending.forEach((cellTime, tally) -> {
            long time = CellTime.timeCode(cellTime);
            int cell = CellTime.cell(cellTime);
            for (int counted : rollUps.of(cell)) {
                if (counted == cell) { // its changes are added up already
                    outbox.add(cell, time, tally);
                } else {
                    above.at(CellTime.of(counted, time)).add(tally);
                }
            }
        });
        pending.clear();
        above.forEach((cellTime, tally) -> outbox.add(CellTime.cell(cellTime), CellTime.timeCode(cellTime), tally));
        above.clear();
        outbox.sendRest();
        if (cells.size() > maxCellsKnown) {
            cells = new CellNumbers();
            rollUps = new RollUps(cells, families, partitions);
        }
    }

    /** What goes to each partition of the windows, sent whenever a record is full. */
    private final class Outbox {
        private final DeltaBatch.Packer[] packers = new DeltaBatch.Packer[2 * partitions]; // totals, slices of each
        private final BatchSequencer sent;
        private final long asOf;
        private final Receiver receiver;

        Outbox(BatchSequencer sent, long asOf, Receiver receiver) {
            this.sent = sent;
            this.asOf = asOf;
            this.receiver = receiver;
        }

        void add(int cell, long time, RunningTally tally) {
            boolean ofSlices = !cells.slice(cell).isTotal();
            int index = 2 * rollUps.partition(cell) + (ofSlices ? 1 : 0);
            if (packers[index] == null) {
                packers[index] = new DeltaBatch.Packer(cells, ofSlices);
            }
            packers[index].add(cell, time, tally);
            if (packers[index].size() >= BatchHeader.FULL_RECORD_BYTES) {
                send(index);
            }
        }

        private void send(int index) {
            int partition = index / 2;
            receiver.accept(partition, sent.next(partition, header -> packers[index].seal(header, asOf)));
        }

        void sendRest() {
            for (int index = 0; index < packers.length; index++) {
                if (packers[index] != null && packers[index].size() > 0) {
                    send(index);
                }
            }
        }
    }
}
