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
import doorstep.wire.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Takes the encoded delta batches of one round. */
    public interface Receiver {
        void accept(int partition, byte[] deltaBatch);
    }

    private final Families families;
    private final Breakdowns breakdowns;
    private final OrgCalendar calendar;
    private final int partitions;
    private final TallyTable pending = new TallyTable(); // by leaf unit
    private final TallyTable expanded = new TallyTable(); // by unit prefix
    private final Map<String, List<String>> unitAndAbove = new HashMap<>();
    private final Map<String, Integer> partitionOfUnit = new HashMap<>();

    /** @param partitions of the windows */
    public PreAggregator(Families families, Breakdowns breakdowns, OrgCalendar calendar, int partitions) {
        this.families = families;
        this.breakdowns = breakdowns;
        this.calendar = calendar;
        this.partitions = partitions;
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
        List<Slice> slices = null;
        for (Family family : families.all()) {
            List<Contribution> contributions = family.contributionsOf(event);
            for (int i = 0; i < contributions.size(); i++) {
                Contribution contribution = contributions.get(i);
                long time = timeOf(contribution.minute(), asOf).code();
                if (family.rootOnly()) {
                    change(time, family, TreePath.ROOT, Slice.TOTAL, contribution, add);
                    continue;
                }
                if (slices == null) {
                    slices = breakdowns.slicesOf(event);
                }
                for (int j = 0; j < slices.size(); j++) {
                    change(time, family, event.unit().text(), slices.get(j), contribution, add);
                }
            }
        }
    }

    private EventTime timeOf(long minute, long asOf) {
        return minute > asOf - FINE_MINUTES ? EventTime.minute(minute) : EventTime.day(calendar.dayOf(minute));
    }

    private void change(long time, Family family, String unit, Slice slice, Contribution contribution, boolean add) {
        if (contribution.tally().isZero()) {
            return;
        }
        RunningTally sum = pending.at(time, family.code(), unit, slice, contribution.facet());
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
        DeltaBatch.Packer[] packers = new DeltaBatch.Packer[2 * partitions]; // totals, slices per partition
        expand();
        expanded.forEach((time, cell, tally) -> {
            int partition = partitionOfUnit.computeIfAbsent(cell.unit(), unit -> partitionOf(unit, partitions));
            boolean ofSlices = !cell.slice().isTotal();
            int index = 2 * partition + (ofSlices ? 1 : 0);
            if (packers[index] == null) {
                packers[index] = new DeltaBatch.Packer(ofSlices);
            }
            packers[index].add(time, cell, tally);
            if (packers[index].size() >= BatchHeader.FULL_RECORD_BYTES) {
                receiver.accept(partition, sent.next(partition, header -> packers[index].seal(header, asOf)));
            }
        });
        expanded.clear();
        partitionOfUnit.clear();
        for (int index = 0; index < packers.length; index++) {
            DeltaBatch.Packer packer = packers[index];
            if (packer != null && packer.size() > 0) {
                int partition = index / 2;
                receiver.accept(partition, sent.next(partition, header -> packer.seal(header, asOf)));
            }
        }
    }

    private void expand() {
        pending.forEach((time, leaf, tally) -> {
            for (String unit : unitAndAbove.computeIfAbsent(leaf.unit(), PreAggregator::withThoseAbove)) {
                expanded.at(time, leaf.family(), unit, leaf.slice(), leaf.facet())
                        .add(tally);
            }
        });
        pending.clear();
        unitAndAbove.clear();
    }

    private static List<String> withThoseAbove(String unit) {
        if (unit.equals(TreePath.ROOT)) {
            return List.of(TreePath.ROOT);
        }
        List<String> units = new ArrayList<>(TreePath.prefixes(unit));
        units.add(TreePath.ROOT);
        return units;
    }

    /**
     * The partition of the windows for a unit prefix: murmur2 of its UTF-8 bytes, as in Kafka's default partitioner.
     */
    public static int partitionOf(String unit, int partitions) {
        return KeyPartition.of(unit.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
