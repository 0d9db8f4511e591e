package doorstep.window;

import doorstep.event.Event;
import doorstep.event.TreePath;
import doorstep.family.Breakdowns;
import doorstep.family.Contribution;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Utils;

/**
 * Adds up contributions per leaf unit until they are handed over, so that many events of a unit cost the windows one
 * change. Unit prefixes come in at the hand-over: their cost is per cell, not per event.
 *
 * <p>Kept in the heap, so everything must be handed over in the transaction of the events that it came from.
 */
public final class Combine {
    /** What is older is told apart by local day only. Windows by minute reach back 24 hours; the rest is for skew. */
    static final long FINE_MINUTES = 48 * 60;
    /** A record of the hand-over topic; far below the broker's limit of 1 MB. */
    private static final int MAX_RECORD_BYTES = 256 << 10;

    /** Takes the packed hand-overs of one round. */
    public interface Receiver {
        void accept(int partition, byte[] handOver);
    }

    private final Families families;
    private final Breakdowns breakdowns;
    private final OrgCalendar calendar;
    private final int partitions;
    /** At a time, in a cell of a leaf unit. */
    private final Map<EventTime, Map<Cell, Tally>> pending = new HashMap<>();

    private int cells;

    /** @param partitions of the windows */
    public Combine(Families families, Breakdowns breakdowns, OrgCalendar calendar, int partitions) {
        this.families = families;
        this.breakdowns = breakdowns;
        this.calendar = calendar;
        this.partitions = partitions;
    }

    /** Cells waiting to be handed over. */
    public int cells() {
        return cells;
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
            if (contributions.isEmpty()) {
                continue;
            }
            if (slices == null) {
                slices = breakdowns.slicesOf(event);
            }
            for (Contribution contribution : contributions) {
                EventTime time = timeOf(contribution.minute(), asOf);
                Tally tally = add ? contribution.tally() : Tally.ZERO.minus(contribution.tally());
                if (family.rootOnly()) {
                    add(time, new Cell(family.code(), TreePath.ROOT, Slice.TOTAL, contribution.facet()), tally);
                    continue;
                }
                for (Slice slice : slices) {
                    Cell cell = new Cell(family.code(), event.unit().text(), slice, contribution.facet());
                    add(time, cell, tally);
                }
            }
        }
    }

    private EventTime timeOf(long minute, long asOf) {
        return minute > asOf - FINE_MINUTES ? EventTime.minute(minute) : EventTime.day(calendar.dayOf(minute));
    }

    private void add(EventTime time, Cell cell, Tally tally) {
        if (!tally.isZero()) {
            Map<Cell, Tally> atTime = pending.computeIfAbsent(time, t -> new HashMap<>());
            int before = atTime.size();
            atTime.merge(cell, tally, Combine::sumOrNothing);
            cells += atTime.size() - before;
        }
    }

    /** @return null for zero, which a map takes for nothing */
    private static Tally sumOrNothing(Tally one, Tally other) {
        Tally sum = one.plus(other);
        return sum.isZero() ? null : sum;
    }

    /**
     * Hands everything over: every cell goes, under each prefix of its unit, to the partition of that prefix.
     *
     * @param sender {@code part/partition}
     * @param numbers number of the last hand-over to each partition; counted on here
     * @param asOf the latest as-of that any pending time was coarsened against
     */
    public void handOver(String sender, long[] numbers, long asOf, Receiver receiver) {
        SortedMap<Integer, HandOver.Packer> packers = new TreeMap<>();
        pending.forEach((time, leaves) -> expanded(leaves).forEach((cell, tally) -> {
            int partition = partitionOf(cell.unit(), partitions);
            HandOver.Packer packer = packers.computeIfAbsent(partition, p -> new HandOver.Packer());
            packer.add(time, cell, tally);
            if (packer.size() >= MAX_RECORD_BYTES) {
                receiver.accept(partition, packer.seal(sender, ++numbers[partition], asOf));
            }
        }));
        pending.clear();
        cells = 0;
        packers.forEach((partition, packer) -> {
            if (packer.size() > 0) {
                receiver.accept(partition, packer.seal(sender, ++numbers[partition], asOf));
            }
        });
    }

    private static Map<Cell, Tally> expanded(Map<Cell, Tally> leaves) {
        Map<Cell, Tally> expanded = new HashMap<>();
        leaves.forEach((leaf, tally) -> {
            expanded.merge(leaf.withUnit(TreePath.ROOT), tally, Combine::sumOrNothing);
            if (!leaf.unit().equals(TreePath.ROOT)) {
                for (String prefix : TreePath.prefixes(leaf.unit())) {
                    expanded.merge(leaf.withUnit(prefix), tally, Combine::sumOrNothing);
                }
            }
        });
        return expanded;
    }

    /** The partition of the windows that keeps a unit prefix: murmur2 of its UTF-8 form, as Kafka's partitioner does. */
    static int partitionOf(String unit, int partitions) {
        return Utils.toPositive(Utils.murmur2(unit.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
